import type { Interval } from '../compare/index.ts'

/**
 * The curve from one event to the next.
 *
 * @example
 * const row = ({ time, atRisk, survival }: SurvivalPoint) => `${time}: ${survival} of ${atRisk}`
 */
export interface SurvivalPoint {
  readonly time: number
  readonly atRisk: number
  readonly events: number
  /** The share that outlives this time. */
  readonly survival: number
  /** Greenwood's standard error; null where nobody is left, who would tell. */
  readonly se: number | null
  /** On the scale of log(−log S), so within 0 and 1 (Kalbfleisch and Prentice 1980). */
  readonly ci: Interval | null
}

/**
 * What the ended ones alone would say: too short, as long as the slow ones are still going on.
 *
 * @example
 * const warning = ({ biased }: EndedOnly) => (biased ? 'The mean of those that ended is too short.' : '')
 */
export interface EndedOnly {
  readonly mean: number | null
  readonly median: number | null
  /** Whether some are still going on. */
  readonly biased: boolean
}

/** How many outlive which time. */
export interface SurvivalCurve {
  /** `empty`: no lifetime. `no events`: none has ended, so the curve stays at 1. */
  readonly status: 'ok' | 'empty' | 'no events'
  readonly n: number
  readonly events: number
  readonly censored: number
  /** Those left out: a time below 0, or no number. */
  readonly excluded: number
  /** At the times of events, rising. */
  readonly points: readonly SurvivalPoint[]
  /** The longest time watched: beyond it nothing is known, unless nobody was left. */
  readonly lastTime: number | null
  /** The first time that half of them do not outlive; null where more than half still go on. */
  readonly median: number | null
  /** Brookmeyer and Crowley's (1982); an end is null that the data do not reach. */
  readonly medianCi: readonly [low: number | null, high: number | null]
  readonly endedOnly: EndedOnly
  readonly level: number
}
