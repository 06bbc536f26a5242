import { SqliteDialect } from 'kysely'
import type { OpenSubject } from '../../../src/subject.ts'
import { openDatabase } from '../common/sqlite.ts'
import { kysely } from './kysely.ts'

export const open: OpenSubject = async (file) => kysely(new SqliteDialect({ database: openDatabase(file) }), 'sqlite')
