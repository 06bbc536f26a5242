import { invalid } from '../../error/index.ts'
import { isSound } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { notFound, type Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** `get`: one record by its id; what the actor may not read does not exist. */
export const get: ReadVerb = async (read) => {
  return one(read)
}

/** The record that the read names. */
export async function one({ entity, caller, id, session, policy }: Read): Promise<Row> {
  if (typeof id !== 'string' || !isSound(id)) throw invalid('id', 'expected the id of a record')
  const where = among(fieldOf(entity, 'id'), [id])
  const [found] = await session.select(selectOf(entity, caller.actor.tenant, { where, access: policy, limit: 1 }))
  if (found === undefined) throw notFound(entity)
  return found.row
}
