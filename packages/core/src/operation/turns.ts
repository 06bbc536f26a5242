import { CrmError } from '../error/index.ts'

/** Runs what it is given, one after another. */
export type Turn = <T>(run: () => Promise<T>) => Promise<T>

export function turns(): Turn {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const next = last.then(run, run)
    last = next.catch(() => undefined)
    return next
  }
}

/**
 * The calls of one callback, one after another unless they only read: what it asked for and did not await is still its own, and done before the callback counts
 * as done. Later calls are refused, and after a failure those that have not begun.
 */
export class Line {
  readonly #turn = turns()
  #beside: Promise<unknown> = Promise.resolve()
  #ended = false
  #failed = false

  readonly turn: Turn = (run) => {
    if (this.#ended) return Promise.reject(new CrmError('TRANSACTION_CLOSED'))
    return this.#turn(() => (this.#failed ? Promise.reject(new CrmError('TRANSACTION_CLOSED')) : run()))
  }

  /** For reads outside of a transaction: each has a connection of its own, and none waits for another. */
  readonly beside: Turn = (run) => {
    if (this.#ended || this.#failed) return Promise.reject(new CrmError('TRANSACTION_CLOSED'))
    const running = run()
    this.#beside = Promise.allSettled([this.#beside, running])
    return running
  }

  /** Runs the callback, and what is left of its calls. */
  async through<T>(callback: () => T | Promise<T>): Promise<T> {
    try {
      return await callback()
    } catch (error) {
      this.#failed = true
      throw error
    } finally {
      this.#ended = true
      await Promise.all([this.#turn(async () => undefined), this.#beside])
    }
  }
}

/** One line for each handle of the host's, whichever façade asks: savepoints on one connection must not interleave. */
export class HandleTurns {
  readonly #turns = new WeakMap<object, Turn>()

  of(handle: object): Turn {
    const known = this.#turns.get(handle) ?? turns()
    this.#turns.set(handle, known)
    return known
  }
}
