import type { Condition } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { one } from './get.ts'
import { logOf } from './log.ts'
import type { Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** `history`: the stays of a record that the actor may read, oldest first. */
export const history: ReadVerb = async (read) => {
  const record = await one(read)
  const stays = await logOf(read, read.engine.system.stageStay, record, 'enteredAt')
  const hide = (await hidesAmount(read, record)) ? { amount: null } : {}
  return stays.map((stay) => ({ ...stay, ...hide }))
}

/** The amounts of the stays are the record's own. */
async function hidesAmount({ entity, caller, session, policy }: Read, { id }: Row): Promise<boolean> {
  const shown = policy?.entity(entity.name)?.masks.get('amount')
  if (shown === undefined) return false
  const where: Condition = { node: 'and', all: [among(fieldOf(entity, 'id'), [id as string]), shown] }
  return (await session.select(selectOf(entity, caller.actor.tenant, { where, limit: 1 }))).length === 0
}
