import { invalid } from '@guanxi/core'

/**
 * How a conversion is divided among the touches before it, by a rule:
 * - `first`, `last`: to that touch alone;
 * - `linear`: to all alike;
 * - `position`: .4 to the first, .4 to the last, the rest to those between; one touch has all, two have halves. Other shares
 *   are given as `first` and `last`;
 * - `decay`: each half-life before the conversion halves a touch's weight.
 *
 * @example
 * const rules: AttributionRule[] = [{ kind: 'position' }, { kind: 'decay', halfLife: 7 }]
 */
export type AttributionRule =
  | { readonly kind: 'first' | 'last' | 'linear' }
  | { readonly kind: 'position'; readonly first?: number; readonly last?: number }
  | { readonly kind: 'decay'; readonly halfLife: number }

/** What {@link touchWeights} looks at: how many touches, and for decay their ages before the conversion. */
export interface Touches {
  readonly count: number
  readonly ages?: readonly number[]
}

/**
 * The weight of each touch before one conversion, in their order; they sum to 1 but for rounding. To divide a whole amount of
 * money without losing a cent, give them to `largestRemainder`: ties fall to the earliest touch.
 *
 * @throws CrmError `INVALID`: shares of a position or a half-life out of range; decay without the age of each touch.
 *
 * @example
 * const weights = touchWeights({ kind: 'position' }, { count: 4 }) // [.4, .1, .1, .4]
 * largestRemainder(9_99, weights) // [400, 100, 100, 399]
 */
export function touchWeights(rule: AttributionRule, touches: Touches): number[] {
  const { count } = touches
  const equal = () => new Array<number>(count).fill(1 / count)
  const only = (at: number) => new Array<number>(count).fill(0).with(at, 1)
  if (count === 0) return []
  switch (rule.kind) {
    case 'first':
      return only(0)
    case 'last':
      return only(count - 1)
    case 'linear':
      return equal()
    case 'position':
      return positions(rule.first ?? 0.4, rule.last ?? 0.4, count)
    case 'decay':
      return decayed(rule.halfLife, touches)
  }
}

function positions(first: number, last: number, count: number): number[] {
  if (!(first >= 0 && last >= 0 && first + last > 0 && first + last <= 1)) {
    throw invalid(
      'first',
      'expected shares of the first and last touch that leave nothing below 0',
      'Such as .4 and .4.',
    )
  }
  if (count === 1) return [1]
  if (count === 2) return [first / (first + last), last / (first + last)]
  const between = (1 - first - last) / (count - 2)
  return Array.from({ length: count }, (_, i) => (i === 0 ? first : i === count - 1 ? last : between))
}

function decayed(halfLife: number, { count, ages }: Touches): number[] {
  if (!(halfLife > 0 && halfLife < Number.POSITIVE_INFINITY)) throw invalid('halfLife', 'expected a time above 0')
  if (ages?.length !== count || !ages.every(Number.isFinite)) {
    throw invalid(
      'ages',
      'expected the age of each touch',
      'How long before the conversion it was, in the unit of halfLife.',
    )
  }
  // Against the youngest: a path that ended years ago does not fall below the smallest double.
  const youngest = ages.reduce((a, b) => Math.min(a, b))
  const raw = ages.map((age) => 2 ** ((youngest - age) / halfLife))
  const sum = raw.reduce((a, b) => a + b, 0)
  return raw.map((weight) => weight / sum)
}
