import { solve } from '../linear/index.ts'
import type { FullPath } from './path.ts'
import { type Step, sweep } from './sweep.ts'

/** The Markov chain of some paths: a state is the last few touches. */
export interface Chain {
  /** In the order of their first touch. */
  readonly channels: readonly string[]
  readonly states: number
  /** P(conversion) from the start; without a channel, every visit to it ends the path for nothing. */
  conversion(without?: string): number
}

interface State {
  /** The channel of the latest touch. */
  readonly channel: number
  visits: number
  conversions: number
  /** How often each state came next. */
  readonly next: Map<number, number>
}

/** Transitions as often as they were seen: the maximum-likelihood chain of that order. */
export function chainOf(paths: readonly FullPath[], order: number): Chain {
  const numbers = new Map<string, number>()
  const states: State[] = [{ channel: -1, visits: 0, conversions: 0, next: new Map() }]
  const known = new Map<string, number>()
  const stateOf = (touches: readonly number[], channel: number): number => {
    const key = touches.join()
    const at = known.get(key)
    if (at !== undefined) return at
    known.set(key, states.length)
    return states.push({ channel, visits: 0, conversions: 0, next: new Map() }) - 1
  }
  for (const { channels, conversions, nulls } of paths) {
    const times = conversions + nulls
    if (times === 0) continue
    const recent: number[] = []
    let state = states[0]
    for (const name of channels) {
      const channel = numbers.get(name) ?? numbers.size
      numbers.set(name, channel)
      recent.push(channel)
      if (recent.length > order) recent.shift()
      const next = stateOf(recent, channel)
      if (state === undefined) continue
      state.visits += times
      state.next.set(next, (state.next.get(next) ?? 0) + times)
      state = states[next]
    }
    if (state === undefined) continue
    state.visits += times
    state.conversions += conversions
  }
  return {
    channels: [...numbers.keys()],
    states: states.length,
    conversion: (without) => fromStart(states, without === undefined ? undefined : numbers.get(without)),
  }
}

/** Up to so many states are solved by elimination, whose work is their cube; above, by sweeps over the steps that there are. */
const dense = 200

/** x = b + Qx, where b is the chance to convert at once and Q that of the next touch. */
function fromStart(states: readonly State[], without: number | undefined): number {
  const lost = (at: number) => without !== undefined && states[at]?.channel === without
  const steps = states.map(({ visits, next }, at) =>
    lost(at) ? [] : [...next].flatMap(([to, times]) => (lost(to) ? [] : [{ to, p: times / visits }])),
  )
  const b = states.map(({ visits, conversions }, at) => (visits === 0 || lost(at) ? 0 : conversions / visits))
  return (states.length <= dense ? eliminated(steps, b) : sweep(steps, b))[0] ?? 0
}

function eliminated(steps: readonly (readonly Step[])[], b: readonly number[]): ArrayLike<number> {
  const rows = steps.map((row, i) => {
    const full = b.map((_, j): number => (i === j ? 1 : 0))
    for (const { to, p } of row) full[to] = (full[to] ?? 0) - p
    return full
  })
  return solve(rows, b) ?? sweep(steps, b)
}
