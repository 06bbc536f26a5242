import { CrmError, type Signal } from '@guanxi/core'

/** Lets so many through at a time, in the order of asking. */
export class Turns {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(most: number) {
    this.#free = most
  }

  /** Whether who asks now has to wait. */
  get areTaken(): boolean {
    return this.#free === 0
  }

  /** Waits for a turn; answers what ends it. */
  async take(signal?: Signal): Promise<() => void> {
    const aborted = () => new CrmError('ABORTED', { cause: signal?.reason })
    if (signal?.aborted) throw aborted()
    if (this.#free > 0) this.#free--
    else
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          signal?.removeEventListener?.('abort', leave)
          resolve()
        }
        const leave = () => {
          this.#waiting.delete(go)
          reject(aborted())
        }
        this.#waiting.add(go)
        signal?.addEventListener?.('abort', leave)
      })
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#end()
    }
  }

  #end(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free++
      return
    }
    this.#waiting.delete(next)
    next()
  }
}
