import { AsyncLocalStorage } from 'node:async_hooks'
import type { Random } from '@guanxi/testkit'
import type { Around } from './around.ts'

type Name = 'a' | 'b'

/** Two calls whose steps happen in an order that the test chooses; a step is one round trip to the database. */
export class Interleaver {
  readonly #who = new AsyncLocalStorage<Name>()
  readonly #parked = new Map<Name, () => void>()
  readonly #ended = new Set<Name>()
  readonly #waiting: (calls: number) => Promise<boolean>
  #steps = { a: 0, b: 0 }

  /** `waiting`: whether so many calls wait for a lock. */
  constructor(waiting: (calls: number) => Promise<boolean>) {
    this.#waiting = waiting
  }

  /** Parks each step of the two calls; what others do passes. */
  readonly around: Around = async ({ kind }, run) => {
    const name = this.#who.getStore()
    if (name !== undefined && kind !== 'rollback') {
      await new Promise<void>((resolve) => this.#parked.set(name, resolve))
      this.#steps[name]++
    }
    return run()
  }

  /**
   * Runs both. A letter of the order lets a call take its next step; one that waits for the other is passed over. Answers what
   * they answer, and how many steps each took.
   */
  async run<T>(
    order: string,
    calls: Readonly<Record<Name, () => Promise<T>>>,
  ): Promise<readonly [T, T, Readonly<Record<Name, number>>]> {
    this.#ended.clear()
    this.#steps = { a: 0, b: 0 }
    const start = (name: Name) =>
      this.#who.run(name, calls[name]).finally(() => {
        this.#ended.add(name)
      })
    const both = Promise.all([start('a'), start('b')])
    both.catch(() => undefined)
    for (let at = 0; ; at++) {
      await this.#settle()
      if (this.#ended.size === 2) break
      const wanted = order[at] as Name | undefined
      const next = wanted !== undefined && this.#parked.has(wanted) ? wanted : ([...this.#parked.keys()][0] as Name)
      const release = this.#parked.get(next)
      this.#parked.delete(next)
      release?.()
    }
    const [a, b] = await both
    return [a, b, this.#steps]
  }

  /** Until each call is parked, has ended, or waits for the other. */
  async #settle(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate)
      const moving = 2 - this.#parked.size - this.#ended.size
      if (moving === 0) return
      if (this.#parked.size > 0 && (await this.#waiting(moving))) return
    }
  }
}

/** Orders of so many steps of each of two: all, where they are no more than that; else one step after another, and some by chance. */
export function orders(
  { a, b }: Readonly<Record<Name, number>>,
  most: { readonly all: number; readonly some: number },
  random: Random,
): readonly string[] {
  const all = (left: number, right: number): readonly string[] => [
    ...(left === 0 && right === 0 ? [''] : []),
    ...(left > 0 ? all(left - 1, right).map((rest) => `a${rest}`) : []),
    ...(right > 0 ? all(left, right - 1).map((rest) => `b${rest}`) : []),
  ]
  const count = (left: number, right: number): number =>
    left === 0 || right === 0 ? 1 : count(left - 1, right) + count(left, right - 1)
  if (a + b <= 16 && count(a, b) <= most.all) return all(a, b)
  const some = new Set(['ab'.repeat(Math.min(a, b)).padEnd(a + b, a > b ? 'a' : 'b')])
  while (some.size < most.some) {
    let order = ''
    for (let [left, right] = [a, b]; left + right > 0; ) {
      const first = random.int(1, left + right) <= left
      order += first ? 'a' : 'b'
      if (first) left--
      else right--
    }
    some.add(order)
  }
  return [...some]
}
