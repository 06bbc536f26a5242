import type { Done } from '../hook.ts'
import { flush, type Run } from '../run.ts'
import { guarded, hooksOf } from './before.ts'

/** `afterWrite` of the plugins, in the same transaction: they see what was written. */
export async function after(run: Run): Promise<void> {
  const hooks = hooksOf(run, 'afterWrite')
  if (hooks.length === 0) return
  await flush(run)
  for (const [installed, changes] of hooks) {
    const done = changes.map(
      ({ action, id, before, after }): Done => ({ action, id, before, after: Object.freeze(after) }),
    )
    await guarded(run, installed, 'afterWrite', (context) => installed.hooks.afterWrite?.(done, context))
  }
}
