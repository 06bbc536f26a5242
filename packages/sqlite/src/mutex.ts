import { CrmError, type Signal } from '@guanxi/core'

/** Lets one through at a time, in the order of asking. Taking it when it is free costs nothing. */
export class Mutex {
  #taken = false
  readonly #waiting = new Set<() => void>()

  get isTaken(): boolean {
    return this.#taken
  }

  /** Whether it was free and now is not. */
  tryAcquire(): boolean {
    if (this.#taken) return false
    this.#taken = true
    return true
  }

  /** Waits until it is free. */
  async acquire(signal?: Signal): Promise<void> {
    if (signal?.aborted) throw aborted(signal)
    if (this.tryAcquire()) return
    await new Promise<void>((resolve, reject) => {
      const settle = () => {
        signal?.removeEventListener?.('abort', abort)
        resolve()
      }
      const abort = () => {
        this.#waiting.delete(settle)
        reject(aborted(signal))
      }
      this.#waiting.add(settle)
      signal?.addEventListener?.('abort', abort)
    })
  }

  release(): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next)
      next()
      return
    }
    this.#taken = false
  }
}

const aborted = (signal?: Signal): CrmError => new CrmError('ABORTED', { cause: signal?.reason })
