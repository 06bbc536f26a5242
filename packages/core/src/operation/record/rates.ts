import type { Condition, SelectQuery, SortKey } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { selectAll, selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'

/** A rate, an exact decimal, and the day of its entry. */
export interface Rate {
  readonly rate: string
  readonly at: string
}

/** Which rate is meant: the latest that is not after the day. */
export interface RateOf {
  readonly from: string
  readonly to: string
  readonly day: string
}

/**
 * The rates in question: those of the first days in one round trip, and one more for each pair of currencies that is asked
 * about on several days.
 */
export async function ratesOf(run: Run, wanted: readonly RateOf[]): Promise<(wanted: RateOf) => Rate | undefined> {
  const { tx } = unitOf(run)
  const pairs = [...new Map(wanted.map((one) => [pairOf(one), one])).keys()].map((pair) => {
    const days = wanted.filter((one) => pairOf(one) === pair).toSorted((a, b) => (a.day < b.day ? -1 : 1))
    return { pair, first: days[0] as RateOf, last: days.at(-1) as RateOf }
  })
  const starts = await tx.selectMany(
    pairs.map(({ first }) => ratesBetween(run, first, [['lte', first.day]], 'desc', 1)),
  )
  const found = new Map<string, readonly Row[]>()
  for (const [index, { pair, first, last }] of pairs.entries()) {
    const start = starts[index]?.map(({ row }) => row) ?? []
    const days = [
      ['gt', first.day],
      ['lte', last.day],
    ] as const
    const later = last.day > first.day ? await selectAll(tx, ratesBetween(run, first, days, 'asc', 1000)) : []
    found.set(pair, [...start, ...later])
  }
  return (one) => found.get(pairOf(one))?.findLast(({ at }) => String(at) <= one.day) as Rate | undefined
}

const pairOf = ({ from, to }: RateOf): string => `${from} ${to}`

type Bound = readonly ['gt' | 'lte', string]

function ratesBetween(
  run: Run,
  pair: RateOf,
  days: readonly Bound[],
  direction: 'asc' | 'desc',
  limit: number,
): SelectQuery {
  const entity = run.engine.system.exchangeRate
  const is = (name: string, op: 'eq' | 'gt' | 'lte', value: string): Condition => ({
    node: 'compare',
    field: fieldOf(entity, name),
    op,
    value,
  })
  const all = [is('from', 'eq', pair.from), is('to', 'eq', pair.to), ...days.map(([op, day]) => is('at', op, day))]
  const orderBy: SortKey[] = ['at', 'id'].map((name) => ({
    path: { hops: [], field: fieldOf(entity, name) },
    direction,
  }))
  return selectOf(entity, tenantOf(run), { where: { node: 'and', all }, orderBy, limit })
}
