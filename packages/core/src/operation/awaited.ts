import { CrmError } from '../error/index.ts'
import { inTime } from '../time/index.ts'
import type { InstalledHooks } from './engine.ts'
import { type Run, signalOf } from './run.ts'

/** For how long a plugin's hook may be silent, in milliseconds: whoever else writes waits for it. */
const patience = 5000

/** Waits for a hook: a plugin's no longer than it may take, any no longer than the caller waits. */
export function hookAwaited(run: Run, { plugin }: InstalledHooks, answer: void | Promise<void>): void | Promise<void> {
  if (answer === undefined) return
  // The core's own wait for the database alone, which has a limit of its own.
  if (plugin === 'core') return whileWanted(run, answer)
  const late = () => new Error(`It has not ended within ${patience / 1000} seconds.`)
  return whileWanted(
    run,
    inTime(run.engine.clock, patience, () => answer, late),
  )
}

/** Waits for a hook or a handler as long as the caller does: his signal ends it. */
export async function whileWanted<T>(run: Run, answer: Promise<T>): Promise<T> {
  const signal = signalOf(run)
  if (signal?.addEventListener === undefined) return answer
  let stop = (): void => undefined
  const unwanted = new Promise<never>((_, reject) => {
    stop = () => reject(new CrmError('ABORTED', { cause: signal.reason }))
    if (signal.aborted) stop()
    else signal.addEventListener?.('abort', stop)
  })
  try {
    return await Promise.race([answer, unwanted])
  } finally {
    signal.removeEventListener?.('abort', stop)
  }
}
