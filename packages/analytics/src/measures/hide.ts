/** Groups whose single records nobody may tell: fewer than `least` of them are too few. */
export const tooFew = (n: number, least: number): boolean => n > 0 && n < least

/** How many records have a value in each period, by what tells the period from others. */
export type Numbers = ReadonlyMap<string, number>

export interface Hidden {
  /** The periods that must not be told, of either time: those of both are the same number twice. */
  readonly periods: ReadonlySet<string>
  /** Of each time, whether its total must not be told either. */
  readonly totals: readonly boolean[]
}

interface Sum {
  /** The periods of which it is known what the hidden ones among them come to. */
  readonly among: readonly string[]
  /** Which others must be hidden for it not to be known. */
  readonly cover: readonly string[]
  /** The total by which it is known. */
  readonly by: number
}

/**
 * Which periods of one or two times must not be told: the small ones, and with them the next smallest, until what is known of the
 * hidden ones together is of two at least, and of `least` records. Where two times have periods in common, the difference of their
 * totals tells something, too. What no other period can stand for is kept by keeping back the total.
 */
export function hiddenIn(times: readonly Numbers[], least: number, told: readonly boolean[] = []): Hidden {
  const numbers = new Map(times.flatMap((time) => [...time].filter(([, n]) => n > 0)))
  const of = (period: string) => numbers.get(period) ?? 0
  const periods = new Set([...numbers.keys()].filter((period) => tooFew(of(period), least)))
  const totals = times.map((time, i) => told[i] === false || tooFew(sumOf([...time.values()]), least))
  for (;;) {
    const open = sumsOf(times, periods, totals).find(({ among }) => {
      const own = among.filter((period) => periods.has(period) && of(period) > 0)
      return own.length > 0 && (own.length < 2 || sumOf(own.map(of)) < least)
    })
    if (open === undefined) return { periods, totals }
    const [next] = [...new Set([...open.among, ...open.cover])]
      .filter((period) => !periods.has(period) && of(period) > 0)
      .toSorted((a, b) => of(a) - of(b) || (a < b ? -1 : 1))
    if (next === undefined) totals[open.by] = true
    else periods.add(next)
  }
}

/** What the totals that are told, less the periods that are told, say of those that are not. */
function sumsOf(times: readonly Numbers[], hidden: ReadonlySet<string>, totals: readonly boolean[]): readonly Sum[] {
  const sums: Sum[] = times.flatMap((time, by) =>
    totals[by] === true ? [] : [{ among: [...time.keys()], cover: [], by }],
  )
  const [one, other] = times
  if (one === undefined || other === undefined || sums.length < 2) return sums
  const [ahead, behind] = [without(one, other), without(other, one)]
  // Of two totals the difference is that of what they do not have in common: alone where nothing is hidden of the other side.
  if (!behind.some((period) => hidden.has(period))) sums.push({ among: ahead, cover: behind, by: 1 })
  if (!ahead.some((period) => hidden.has(period))) sums.push({ among: behind, cover: ahead, by: 1 })
  return sums
}

const without = (one: Numbers, other: Numbers): string[] => [...one.keys()].filter((period) => !other.has(period))

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0)
