import { sqliteFaults } from '../faults/sqlite.ts'
import type { Random } from '../sample/random.ts'

/** What can go wrong in a world, and how often: each seed has some of it. Numbers without a unit are probabilities. */
export interface Climate {
  readonly machines: number
  readonly users: number
  readonly workers: number
  /** How long users think between two calls, at most, in milliseconds. */
  readonly thinking: number
  /** How far the clocks of machines may be off, in milliseconds. */
  readonly skew: number
  /** Errors that the database has, at each of its answers. */
  readonly errors: number
  readonly kinds: readonly string[]
  /** A process dies before or after a statement. */
  readonly crashes: number
  /** A process is killed wherever it is, at each step. */
  readonly kills: number
  /** A process is held up, mostly for longer than its leases: at each step, and after each commit. */
  readonly stalls: number
  readonly naps: number
  /** Hooks throw; those that are slow. */
  readonly vetoes: number
  readonly slowHooks: number
  /** Consumers throw after what they wrote. */
  readonly throws: number
  /** The outside: is away for a while, has got it and does not answer, takes its time, refuses it for good. */
  readonly unavailable: number
  readonly unanswered: number
  readonly slow: number
  readonly refused: number
}

/** Nothing goes wrong any more. */
export const calm = (climate: Climate): Climate => ({
  ...climate,
  errors: 0,
  crashes: 0,
  kills: 0,
  stalls: 0,
  naps: 0,
  vetoes: 0,
  slowHooks: 0,
  throws: 0,
  unavailable: 0,
  unanswered: 0,
  slow: 0,
})

/** A clash that is none would be a refusal for good, and a file that was written cannot become read-only. */
const unlikely = new Set(['unique', 'readonly'])

/** Each kind of fault is there in about half of the seeds: more is found so than with all at once. */
export function climateOf(random: Random): Climate {
  const maybe = (most: number) => (random.chance(0.5) ? most * random.next() : 0)
  const all = sqliteFaults.kinds.map(({ kind }) => kind).filter((kind) => !unlikely.has(kind))
  return {
    machines: random.pick([1, 2, 2, 3]),
    users: random.int(2, 6),
    workers: random.int(1, 3),
    thinking: random.pick([1000, 5000, 30_000]),
    skew: random.chance(0.5) ? 300_000 : 0,
    errors: maybe(0.1),
    kinds: random.some(all, 0.6),
    crashes: maybe(0.02),
    kills: maybe(0.01),
    stalls: maybe(0.02),
    naps: maybe(0.2),
    vetoes: maybe(0.2),
    slowHooks: maybe(0.4),
    throws: maybe(0.6),
    unavailable: maybe(1),
    unanswered: maybe(0.5),
    slow: maybe(0.5),
    refused: maybe(0.3),
  }
}
