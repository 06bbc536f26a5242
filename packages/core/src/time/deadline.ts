import { type Clock, systemClock } from './clock.ts'

/**
 * Waits for something no longer than some milliseconds: then it is `late`, and whatever becomes of it is nobody's any more.
 * `alive` begins them anew.
 */
export async function inTime<T>(
  clock: Clock,
  ms: number,
  run: (alive: () => void) => T | Promise<T>,
  late: () => Error,
): Promise<T> {
  let off = (): void => undefined
  try {
    return await new Promise<T>((resolve, reject) => {
      const over = () => reject(late())
      const alive = () => {
        off()
        off = clock.timer?.(ms, over) ?? systemClock.timer(ms, over)
      }
      alive()
      Promise.resolve()
        .then(() => run(alive))
        .then(resolve, reject)
    })
  } finally {
    off()
  }
}
