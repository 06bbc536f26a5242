import type { Condition, SortKey } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { findAll, selectAll, selectOf } from '../find.ts'
import { hiddenFields } from '../hidden.ts'
import { one } from './get.ts'
import type { ReadVerb } from './verb.ts'

/** `story`: what was done to a record that the actor may read, oldest first; of the fields that he may read. */
export const story: ReadVerb = async (read) => {
  const { entity, caller, session, policy } = read
  const { tenant } = caller.actor
  const record = await one(read)
  const audit = read.engine.system.audit
  const eq = (name: string, value: string): Condition => ({
    node: 'compare',
    field: fieldOf(audit, name),
    op: 'eq',
    value,
  })
  const key = (name: string): SortKey => ({ path: { hops: [], field: fieldOf(audit, name) }, direction: 'asc' })
  const where: Condition = { node: 'and', all: [eq('entity', entity.name), eq('recordId', record.id as string)] }
  const found = await selectAll(
    session,
    selectOf(audit, tenant, { where, bin: 'with', orderBy: [key('at'), key('id')] }),
  )
  const looking = { policy, tenant, session: async () => session }
  // As it is stored: a rule may speak of a field that is hidden itself.
  const stored = await findAll(session, entity, tenant, [record.id as string])
  const hidden = (await hiddenFields(looking, entity, [...stored.values()], true)).get(record.id as string)
  return found.map(({ entity: _, recordId: __, changes, ...step }) => ({
    ...step,
    changes: seen(changes, hidden),
  }))
}

function seen(changes: unknown, hidden: ReadonlySet<string> | undefined): Row {
  return Object.fromEntries(Object.entries(changes ?? {}).filter(([name]) => hidden?.has(name) !== true))
}
