import { share } from '../inputs.ts'

/** What {@link concentration} is asked. */
export interface ConcentrationOptions {
  /** Which tops to report, as shares of the holders; .1 and .2 unless told. */
  readonly tops?: readonly number[]
}

/**
 * The share of the total that the largest holders have.
 *
 * @example
 * const text = ({ holders, share }: TopShare) => `${holders} customers make ${100 * share} %`
 */
export interface TopShare {
  /** Which part of the holders. */
  readonly p: number
  /** How many those are: ⌊p·n⌋. */
  readonly holders: number
  /** Their part of the total. */
  readonly share: number
}

/** How unevenly a total lies with its holders. Nulls and an empty `tops` where `status` is not `ok`. */
export interface Concentration {
  /** `empty`: no holder. `no total`: nothing to share. `negative`: some owe, so shares mean nothing. */
  readonly status: 'ok' | 'empty' | 'no total' | 'negative'
  readonly n: number
  /** Values left out, being no finite number. */
  readonly excluded: number
  readonly total: number
  /** Gini's coefficient, Σ(2i−n−1)xᵢ / (nΣx) over the sorted values: 0 all alike, 1−1/n all with one. */
  readonly gini: number | null
  /** The fewest holders that have 80 % of the total. */
  readonly n80: number | null
  readonly tops: readonly TopShare[]
}

/**
 * How a total is concentrated: Gini's coefficient (Gini 1912), the share of the top holders, and how many make 80 % of it.
 *
 * @param values - One a holder, in any order: the revenue of each customer.
 * @throws CrmError `INVALID`: a top outside 0 to 1.
 *
 * @example
 * const { gini, n80, tops } = concentration([700, 100, 100, 50, 50], { tops: [0.2] })
 * // gini 0.52, n80 2, tops [{ p: 0.2, holders: 1, share: 0.7 }]
 */
export function concentration(
  values: readonly number[],
  { tops = [0.1, 0.2] }: ConcentrationOptions = {},
): Concentration {
  for (const [index, p] of tops.entries()) share(`tops[${index}]`, p)
  const falling = Float64Array.from(values.filter(Number.isFinite)).sort().reverse()
  const n = falling.length
  const upTo = cumulated(falling)
  const total = upTo[n] ?? 0
  const status = n === 0 ? 'empty' : (falling[n - 1] ?? 0) < 0 ? 'negative' : total === 0 ? 'no total' : 'ok'
  const head = { status, n, excluded: values.length - n, total } as const
  if (status !== 'ok') return { ...head, gini: null, n80: null, tops: [] }
  return {
    ...head,
    gini: falling.reduce((sum, x, i) => sum + (n - 1 - 2 * i) * x, 0) / (n * total),
    n80: upTo.findIndex((sum) => sum >= 0.8 * total * (1 - 1e-12)),
    tops: tops.map((p) => {
      // p·n may come out a hair below a whole number: .29 × 100 is 28.999999999999996.
      const holders = Math.floor(p * n * (1 + 1e-12))
      return { p, holders, share: (upTo[holders] ?? 0) / total }
    }),
  }
}

function cumulated(falling: Float64Array): Float64Array {
  const upTo = new Float64Array(falling.length + 1)
  for (const [i, x] of falling.entries()) upTo[i + 1] = (upTo[i] ?? 0) + x
  return upTo
}
