import type { Condition } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import type { Read } from './read.ts'

/** Whether a field of a record is hidden from the actor: what is told elsewhere of its values is, too. */
export async function hides({ entity, caller, session, policy }: Read, { id }: Row, field: string): Promise<boolean> {
  const shown = policy?.entity(entity.name)?.masks.get(field)
  if (shown === undefined) return false
  const where: Condition = { node: 'and', all: [among(fieldOf(entity, 'id'), [id as string]), shown] }
  return (await session.select(selectOf(entity, caller.actor.tenant, { where, limit: 1 }))).length === 0
}
