import type { RollupIR } from './installed.ts'

/** In which periods there are records, by their first days, and how many in each. */
export type Tally = ReadonlyMap<string, bigint>

/** What a cell says of its records, or what is to be added to that: exact, however many there are. */
export interface Figures {
  readonly sums: readonly bigint[]
  readonly lists: readonly Tally[]
}

/** Figures that others are added to. */
export interface Sum extends Figures {
  readonly sums: bigint[]
  readonly lists: readonly Map<string, bigint>[]
}

/** The figures of no records. */
export const nothingOf = ({ sums, lists }: RollupIR): Sum => ({
  sums: sums.map(() => 0n),
  lists: lists.map(() => new Map()),
})

/** Adds figures of the same rollup, or takes them off. What comes to nothing is in no list. */
export function addTo(sum: Sum, figures: Figures | undefined, sign: 1n | -1n = 1n): void {
  if (figures === undefined) return
  for (const [i, figure] of figures.sums.entries()) sum.sums[i] = (sum.sums[i] ?? 0n) + sign * figure
  for (const [i, list] of sum.lists.entries())
    for (const [day, records] of figures.lists[i] ?? []) {
      const there = (list.get(day) ?? 0n) + sign * records
      if (there === 0n) list.delete(day)
      else list.set(day, there)
    }
}

export const isNothing = ({ sums, lists }: Figures): boolean =>
  sums.every((sum) => sum === 0n) && lists.every(({ size }) => size === 0)

const day = 86_400_000

/** As it is kept: days counted from the first of 1970, in their order, and of how many records where it is not one: `20454*2,20485`. */
export function spellTally(tally: Tally): string | null {
  if (tally.size === 0) return null
  return [...tally]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([first, records]) => `${Date.parse(first) / day}${records === 1n ? '' : `*${records}`}`)
    .join()
}

const spelling = /^-?\d{1,7}(\*-?\d+)?(,-?\d{1,7}(\*-?\d+)?)*$/

/** Reads that. What is spelled in no such way was not spelled here: it is nothing, and found to be wrong. */
export function tallyIn(spelled: unknown): Map<string, bigint> {
  const parts = typeof spelled === 'string' && spelling.test(spelled) ? spelled.split(',') : []
  return new Map(
    parts.map((part) => {
      const [number, records = '1'] = part.split('*')
      return [new Date(Number(number) * day).toISOString().slice(0, 10), BigInt(records)]
    }),
  )
}
