import type { Condition, SortKey } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { among, selectAll, selectOf } from '../find.ts'
import { one } from './get.ts'
import type { Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** `history`: the stays of a record that the actor may read, oldest first. */
export const history: ReadVerb = async (read) => {
  const row = await one(read)
  const stays = read.engine.system.stageStay
  const eq = (name: string, value: string): Condition => ({
    node: 'compare',
    field: fieldOf(stays, name),
    op: 'eq',
    value,
  })
  const key = (name: string): SortKey => ({ path: { hops: [], field: fieldOf(stays, name) }, direction: 'asc' })
  const found = await selectAll(
    read.session,
    selectOf(stays, read.caller.actor.tenant, {
      where: { node: 'and', all: [eq('entity', read.entity.name), eq('recordId', row.id as string)] },
      bin: 'with',
      orderBy: [key('enteredAt'), key('id')],
    }),
  )
  const hide = (await hidesAmount(read, row)) ? { amount: null } : {}
  return found.map(({ entity: _, recordId: __, ...stay }) => ({ ...stay, ...hide }))
}

/** The amounts of the stays are the record's own. */
async function hidesAmount({ entity, caller, session, policy }: Read, { id }: Row): Promise<boolean> {
  const shown = policy?.entity(entity.name)?.masks.get('amount')
  if (shown === undefined) return false
  const where: Condition = { node: 'and', all: [among(fieldOf(entity, 'id'), [id as string]), shown] }
  return (await session.select(selectOf(entity, caller.actor.tenant, { where, limit: 1 }))).length === 0
}
