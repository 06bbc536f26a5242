import { MikroORM } from '@mikro-orm/sqlite'
import type { OpenSubject } from '../../../src/subject.ts'
import { pragmas } from '../common/sqlite.ts'
import { entitiesOf } from './entities.ts'
import { mikroOrm } from './mikro-orm.ts'

export const open: OpenSubject = async (file) => {
  const entities = entitiesOf('sqlite')
  const orm = await MikroORM.init({ dbName: file, entities: Object.values(entities) })
  for (const pragma of pragmas) await orm.em.getConnection().execute(`pragma ${pragma}`)
  return mikroOrm(orm, entities, 'sqlite')
}
