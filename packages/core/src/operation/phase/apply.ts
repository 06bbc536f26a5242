import { arrange } from '../record/arrange.ts'
import { changedFields, checkWhole, complete } from '../record/complete.ts'
import { numberNew } from '../record/number.ts'
import { applyOwned } from '../record/owned.ts'
import { loadOwned } from '../record/owned-rows.ts'
import { checkReferences } from '../record/references.ts'
import { report } from '../record/report.ts'
import { writeVerb } from '../record/verbs.ts'
import type { Run } from '../run.ts'

/** What the records become: defaults, ids, stages and their guards, derived and reported values, references. */
export async function apply(run: Run): Promise<void> {
  const verb = writeVerb(run.operation)
  await loadOwned(run)
  for (const change of run.changes) {
    arrange(run, change)
    complete(run, change)
    applyOwned(run, change)
    checkWhole(change)
    verb?.apply?.(run, change)
  }
  await numberNew(run)
  await report(run, verb?.reports === true)
  for (const change of run.changes) changedFields(change)
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
