import { CrmError } from '../../error/index.ts'
import { flat, nested } from '../../schema/index.ts'
import { hookAwaited } from '../awaited.ts'
import { inContext } from '../context.ts'
import { isMeant, meaning } from '../defined.ts'
import type { InstalledHooks } from '../engine.ts'
import type { AnyContext, Draft } from '../hook.ts'
import type { Change } from '../record/change.ts'
import { splitGenerated } from '../record/generated.ts'
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
        at: change.at,
        before: change.before,
        to: change.to,
        get input() {
          return Object.freeze(nested({ ...change.input, ...change.generated }))
        },
        set(values) {
          const { generated, given } = splitGenerated(installed.plugin, change.entity, flat(values))
          change.generated = { ...change.generated, ...generated }
          for (const name of Object.keys(given)) if (!Object.hasOwn(change.input, name)) change.decided.add(name)
          change.input = Object.freeze({ ...change.input, ...given })
          touched.add(change)
        },
      }),
    )
    await guarded(run, installed, 'beforeWrite', (context) => installed.hooks.beforeWrite?.(drafts, context))
    for (const change of touched) recheckInput(run, change)
  }
}

function recheckInput(run: Run, change: Change): void {
  const parser = run.caller.view.parsers.get(change.entity.name)
  if (parser === undefined) return
  change.generated = parser.generated(change.generated, change.at)
  const input = nested(change.input)
  change.input = change.action === 'create' ? parser.create(input, change.at) : parser.patch(input, change.at)
}

/** The hooks that these changes concern, with the changes of their entity. */
export function hooksOf(run: Run, moment: 'beforeWrite' | 'afterWrite'): [InstalledHooks, Change[]][] {
  const found: [InstalledHooks, Change[]][] = []
  for (const entity of new Set(run.changes.map((change) => change.entity))) {
    for (const installed of run.engine.hooks.get(entity.name) ?? []) {
      const { [moment]: hook, actions } = installed.hooks
      if (hook === undefined) continue
      const own = run.changes.filter(
        (change) => change.entity === entity && (actions === undefined || actions.includes(change.action)),
      )
      if (own.length > 0) found.push([installed, own])
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
    const { plugin, hooks } = installed
    await inContext(run, plugin, hooks.elevate === true, (context) => hookAwaited(run, installed, call(context)))
  } catch (cause) {
    if (isMeant(cause, run.engine.codes)) throw cause
    throw new CrmError('HOOK_FAILED', {
      details: { plugin: installed.plugin, hook },
      cause,
      hint: meaning(cause, 'See the cause; throw a CrmError to veto.'),
    })
  }
}
