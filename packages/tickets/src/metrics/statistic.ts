/** Where in a sorted list of so many values something is asked for, from 0 on. */
export interface Ranks {
  /** The two in the middle; one and the same where their number is odd. */
  readonly middle: readonly [number, number]
  /** The least value that nine tenths do not exceed: the nearest rank. */
  readonly p90: number
}

export const ranksOf = (n: number): Ranks => ({
  middle: [Math.ceil(n / 2) - 1, Math.floor(n / 2)],
  p90: Math.ceil((n * 9) / 10) - 1,
})

/** Seconds, and of how many tickets. */
export interface Statistic {
  readonly n: number
  readonly median: number | null
  readonly p90: number | null
}

export const nothing: Statistic = { n: 0, median: null, p90: null }
