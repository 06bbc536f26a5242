import type { Row } from '../../schema/index.ts'
import { findAll } from '../find.ts'
import { hiddenFields } from '../hidden.ts'
import { one } from './get.ts'
import { logOf } from './log.ts'
import type { ReadVerb } from './verb.ts'

/** `story`: what was done to a record that the actor may read, oldest first; of the fields that he may read. */
export const story: ReadVerb = async (read) => {
  const { entity, caller, session, policy } = read
  const { tenant } = caller.actor
  const record = await one(read)
  const id = record.id as string
  // As it is stored: a rule may speak of a field that is hidden itself.
  const stored = await findAll(session, entity, tenant, [id])
  const looking = { policy, tenant, session: async () => session }
  const hidden = (await hiddenFields(looking, entity, [...stored.values()], true)).get(id)
  // What a hook has led to is written down before that which it followed from: versions know better.
  const steps = (await logOf(read, read.engine.system.audit, record, 'at')).toSorted(
    (a, b) => Number(a.version) - Number(b.version),
  )
  return steps.map(({ seal: _, ...step }) => ({ ...step, changes: seen(step.changes, hidden) }))
}

function seen(changes: unknown, hidden: ReadonlySet<string> | undefined): Row {
  return Object.fromEntries(Object.entries(changes ?? {}).filter(([name]) => hidden?.has(name) !== true))
}
