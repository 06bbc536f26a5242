import { MikroORM } from '@mikro-orm/postgresql'
import type { OpenSubject } from '../../../src/subject.ts'
import { entitiesOf } from './entities.ts'
import { mikroOrm } from './mikro-orm.ts'

export const open: OpenSubject = async (url) => {
  const entities = entitiesOf('postgres')
  const orm = await MikroORM.init({ clientUrl: url, entities: Object.values(entities) })
  return mikroOrm(orm, entities, 'postgres')
}
