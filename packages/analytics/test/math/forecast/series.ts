import { readFileSync } from 'node:fs'
import { csv, shared } from '../../shared.ts'

const values = (text: string): number[] => [...csv(text)].map((row) => Number(row.value))

/** One of the public series beside the repository. */
export const sharedSeries = (name: string): number[] => values(shared(`time_series/${name}.csv`))

const data = (name: string): string => readFileSync(new URL(`../../data/ets/${name}`, import.meta.url), 'utf8')

/** Quarterly, 68 of them. */
export const austourists = values(data('austourists.csv'))

interface Reference {
  readonly model: string
  readonly damped: boolean
  readonly alpha: number
  readonly beta: number | null
  readonly gamma: number
  readonly phi: number | null
  readonly initstate: readonly number[]
  readonly sigma2: number
  readonly loglik: number
  readonly forecast: readonly number[]
}

/** R's `forecast::ets` on austourists. */
export const reference: readonly Reference[] = JSON.parse(data('r-ets-austourists.json'))

/** A line with seasons, no noise. */
export const clockwork = (n: number, season: readonly number[], slope = 2): number[] =>
  Array.from({ length: n }, (_, t) => 100 + slope * t + (season[t % season.length] ?? 0))
