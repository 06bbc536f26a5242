/** Where time comes from: epoch milliseconds. */
export interface Clock {
  now(): number
}

/** The machine's clock: the one place that reads it. */
export const systemClock: Clock = Object.freeze({ now: () => Date.now() })

/** Resolves after some milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => timers.setTimeout(resolve, ms))
}

// Every runtime has it, but the language's own library does not declare it.
const timers = globalThis as unknown as { setTimeout(run: () => void, ms: number): unknown }
