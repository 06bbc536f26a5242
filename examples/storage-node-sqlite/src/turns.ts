import { CrmError, type Signal } from '@guanxi/core'

/** Who has the turn is alone; the others wait in the order in which they came. */
export class Turns {
  #taken = false
  readonly #waiting = new Set<() => void>()

  /** Whether who asks now has to wait. */
  get isTaken(): boolean {
    return this.#taken
  }

  /** Resolves when it is one's turn. It lasts until `end`. */
  async take(signal?: Signal): Promise<void> {
    refuseAborted(signal)
    if (this.#taken) await this.#wait(signal)
    this.#taken = true
  }

  /** Hands the turn to the next one, or to nobody. */
  end(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#taken = false
    else next()
  }

  async run<T>(work: () => T | Promise<T>): Promise<T> {
    await this.take()
    try {
      return await work()
    } finally {
      this.end()
    }
  }

  #wait(signal: Signal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(go)
        signal?.removeEventListener?.('abort', abort)
      }
      const go = () => {
        leave()
        resolve()
      }
      const abort = () => {
        leave()
        reject(abortedBy(signal))
      }
      this.#waiting.add(go)
      signal?.addEventListener?.('abort', abort)
    })
  }
}

/** Throws where a signal is aborted. */
export function refuseAborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw abortedBy(signal)
}

const abortedBy = (signal: Signal | undefined) => new CrmError('ABORTED', { cause: signal?.reason })
