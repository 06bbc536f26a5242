import { changedFields, complete } from '../record/complete.ts'
import { applyOwned } from '../record/owned.ts'
import { checkReferences } from '../record/references.ts'
import { writeVerb } from '../record/verbs.ts'
import type { Run } from '../run.ts'

/** What the records become: defaults, ids, stages and their guards, derived values, references. */
export async function apply(run: Run): Promise<void> {
  const verb = writeVerb(run.operation)
  for (const change of run.changes) {
    complete(run, change)
    await applyOwned(run, change)
    verb?.apply?.(run, change)
    changedFields(change)
  }
  run.changes = run.changes.filter(
    (change) =>
      change.action !== 'update' || change.changed.length > 0 || touchesOwned(change) || writesHidden(run, change),
  )
  await checkReferences(run)
}

const touchesOwned = (change: Run['changes'][number]): boolean =>
  change.owned.some(({ inserted, updated, removed }) => inserted.length + updated.length + removed.length > 0)

/** Whether a value is written that the actor may not read: that nothing changed would tell him what it is. */
function writesHidden(run: Run, { entity, input }: Run['changes'][number]): boolean {
  const masks = run.caller.policy(run.now)?.entity(entity.name)?.masks
  return masks !== undefined && Object.keys(input).some((name) => masks.has(name))
}
