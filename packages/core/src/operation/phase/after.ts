import type { Done, ListDone } from '../hook.ts'
import type { OwnedChange } from '../record/change.ts'
import { flush, type Run } from '../run.ts'
import { guarded, hooksOf } from './before.ts'

/** `afterWrite` of the plugins, in the same transaction: they see what was written. */
export async function after(run: Run): Promise<void> {
  const hooks = hooksOf(run, 'afterWrite')
  if (hooks.length === 0) return
  await flush(run)
  for (const [installed, changes] of hooks) {
    const done = changes.map(
      ({ action, id, before, after, owned }): Done => ({
        action,
        id,
        before,
        after: Object.freeze(after),
        lists: listsOf(owned),
      }),
    )
    await guarded(run, installed, 'afterWrite', (context) => installed.hooks.afterWrite?.(done, context))
  }
}

/** What happened to the lists that a record owns. */
function listsOf(owned: readonly OwnedChange[]): Readonly<Record<string, ListDone>> {
  const touched = owned.filter(
    ({ inserted, updated, removed }) => inserted.length + updated.length + removed.length > 0,
  )
  return Object.fromEntries(
    touched.map(({ relation, inserted, updated, removed }) => [
      relation.name,
      { added: inserted, changed: updated.map(({ after: row }) => row), removed },
    ]),
  )
}
