import { CrmError, isCrmError } from '../../error/index.ts'
import { inContext } from '../context.ts'
import type { InstalledHooks } from '../engine.ts'
import type { AnyContext, Draft } from '../hook.ts'
import type { Change } from '../record/change.ts'
import type { Run } from '../run.ts'

/** `beforeWrite` of the plugins: each may change what is written or veto it; what it changes is checked again. */
export async function before(run: Run): Promise<void> {
  for (const [installed, changes] of hooksOf(run, 'beforeWrite')) {
    // What is changed past `set` would not be checked again.
    for (const change of changes) Object.freeze(change.input)
    const touched = new Set<Change>()
    const drafts = changes.map(
      (change): Draft => ({
        action: change.action,
        id: change.id,
        before: change.before,
        get input() {
          return change.input
        },
        set(values) {
          change.input = Object.freeze({ ...change.input, ...values })
          touched.add(change)
        },
      }),
    )
    await guarded(run, installed, 'beforeWrite', (context) => installed.hooks.beforeWrite?.(drafts, context))
    for (const change of touched) recheckInput(run, change)
  }
}

function recheckInput(run: Run, change: Change): void {
  const parser = run.engine.parsers.get(change.entity.name)
  if (parser === undefined) return
  change.input =
    change.action === 'create' ? parser.create(change.input, change.at) : parser.patch(change.input, change.at)
}

/** The hooks that these changes concern, with the changes of their entity. */
export function hooksOf(run: Run, moment: 'beforeWrite' | 'afterWrite'): [InstalledHooks, Change[]][] {
  const found: [InstalledHooks, Change[]][] = []
  for (const entity of new Set(run.changes.map((change) => change.entity))) {
    for (const installed of run.engine.hooks.get(entity.name) ?? []) {
      if (installed.hooks[moment] !== undefined)
        found.push([installed, run.changes.filter((change) => change.entity === entity)])
    }
  }
  return found
}

/** A hook's error: a CrmError is a veto and goes on as it is, anything else is `HOOK_FAILED` and names the plugin. */
export async function guarded(
  run: Run,
  installed: InstalledHooks,
  hook: string,
  call: (context: AnyContext) => void | Promise<void>,
): Promise<void> {
  try {
    await inContext(run, installed.plugin, call)
  } catch (cause) {
    if (isCrmError(cause)) throw cause
    throw new CrmError('HOOK_FAILED', {
      details: { plugin: installed.plugin, hook },
      cause,
      hint: 'See the cause; throw a CrmError to veto.',
    })
  }
}
