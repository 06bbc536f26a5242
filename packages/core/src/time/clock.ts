/**
 * Where time comes from: epoch milliseconds.
 *
 * @example
 * const fixed: Clock = { now: () => Date.parse('2026-03-16T01:00:00.000Z') }
 * createCrm({ storage, clock: fixed })
 */
export interface Clock {
  now(): number
  /** Calls something once, after some milliseconds, and answers what calls it off; by the machine's time unless told. */
  timer?(ms: number, run: () => void): () => void
}

/**
 * The machine's clock: the one place that reads it.
 *
 * @example
 * const offset = (ms: number): Clock => ({ now: () => systemClock.now() + ms })
 */
export const systemClock: Clock & Required<Pick<Clock, 'timer'>> = Object.freeze({
  now: () => Date.now(),
  timer(ms: number, run: () => void) {
    const timer = timers.setTimeout(run, ms)
    return () => timers.clearTimeout(timer)
  },
})

/**
 * Resolves after some milliseconds of the machine's time; for a storage's environment outside of an instance. None at all:
 * once whatever else waits in this process has had its turn.
 *
 * @example
 * storage.open(schema, { sleep, now: () => 0 })
 */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 0 || timers.setImmediate === undefined) timers.setTimeout(resolve, ms)
    else timers.setImmediate(resolve)
  })
}

// Every runtime has the first, but the language's own library does not declare it.
const timers = globalThis as unknown as {
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  setImmediate?(run: () => void): unknown
}
