import type Database from 'better-sqlite3'
import type { OpenSubject } from '../../../src/subject.ts'
import { pragmas } from '../common/sqlite.ts'
import { entitiesOf } from './entities.ts'
import { typeorm } from './typeorm.ts'

export const open: OpenSubject = (file) =>
  typeorm(
    {
      type: 'better-sqlite3',
      database: file,
      prepareDatabase(database: Database.Database) {
        for (const pragma of pragmas) database.pragma(pragma)
      },
    },
    entitiesOf('sqlite'),
  )
