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

/** One line for each handle of the host's, whichever façade asks: savepoints on one connection must not interleave. */
export class HandleTurns {
  readonly #turns = new WeakMap<object, Turn>()

  of(handle: object): Turn {
    const known = this.#turns.get(handle) ?? turns()
    this.#turns.set(handle, known)
    return known
  }
}
