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
 * The calls of one callback: what it asked for and did not await is still its own, and done before the callback counts
 * as done. Later calls are refused, and after a failure those that have not begun.
 */
export class Line {
  readonly #turn = turns()
  #ended = false
  #failed = false

  readonly turn: Turn = (run) => {
    if (this.#ended) return Promise.reject(new CrmError('TRANSACTION_CLOSED'))
    return this.#turn(() => (this.#failed ? Promise.reject(new CrmError('TRANSACTION_CLOSED')) : run()))
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
      await this.#turn(async () => undefined)
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
