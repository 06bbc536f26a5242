import type { OpenTime } from './open-times.ts'

/** The open times of a stretch of instants, with how much of it is open before each: a question is a binary search. */
export class Block {
  readonly #from: Float64Array
  readonly #to: Float64Array
  /** Open milliseconds before each time, and those of all. */
  readonly #before: Float64Array

  constructor(times: readonly OpenTime[]) {
    this.#from = Float64Array.from(times, ({ from }) => from)
    this.#to = Float64Array.from(times, ({ to }) => to)
    this.#before = new Float64Array(times.length + 1)
    for (const [i, { from, to }] of times.entries()) this.#before[i + 1] = (this.#before[i] ?? 0) + to - from
  }

  /** How many milliseconds of it are open. */
  get total(): number {
    return this.#before.at(-1) ?? 0
  }

  /** When it first opens, and when it last closes; undefined if it never opens. */
  get opens(): number | undefined {
    return this.#from[0]
  }

  get closes(): number | undefined {
    return this.#to.at(-1)
  }

  /** The open milliseconds before an instant of the stretch. */
  openBefore(ms: number): number {
    const i = lastNotAbove(this.#from, this.#from.length, ms)
    if (i < 0) return 0
    return (this.#before[i] ?? 0) + Math.min(ms, this.#to[i] ?? ms) - (this.#from[i] ?? ms)
  }

  /** The first instant at which it has been open for so long, more than nothing: the end of a time, not the start of the next. */
  reached(open: number): number {
    return this.#within(lastNotAbove(this.#before, this.#from.length, open - 1), open)
  }

  /** The last such instant: the start of a time, not the end of the one before. */
  resumed(open: number): number {
    return this.#within(lastNotAbove(this.#before, this.#from.length, open), open)
  }

  #within(i: number, open: number): number {
    return (this.#from[i] ?? 0) + open - (this.#before[i] ?? 0)
  }
}

/** The last of the first `length` numbers, in their order, that is not above one; -1 if all are. */
function lastNotAbove(sorted: Float64Array, length: number, value: number): number {
  let [low, high] = [-1, length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
