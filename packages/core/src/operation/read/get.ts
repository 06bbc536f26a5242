import { invalid } from '../../error/index.ts'
import { checkGet, isSound, type SelectQuery } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { including } from './include.ts'
import { notFound, type Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** `get`: one record by its id, and what comes along; what the actor may not read does not exist. */
export const get: ReadVerb = async (read) => {
  if (read.raw === undefined) return one(read)
  const include = checkGet(read.raw, read.entity, read.caller.context(read.now))
  const record = await one(read)
  const [whole] = await including(read, read.entity, [record], include)
  return whole
}

/** The record that the read names. */
export async function one(
  { entity, caller, id, session, policy }: Read,
  bin: SelectQuery['bin'] = 'without',
): Promise<Row> {
  if (typeof id !== 'string' || !isSound(id)) throw invalid('id', 'expected the id of a record')
  const where = among(fieldOf(entity, 'id'), [id])
  const [found] = await session.select(selectOf(entity, caller.actor.tenant, { where, access: policy, bin, limit: 1 }))
  if (found === undefined) throw notFound(entity)
  return found.row
}
