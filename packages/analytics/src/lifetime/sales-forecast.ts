import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { type FittedSeries, type ForecastMethod, fitSeries } from '../math/index.ts'
import { type Grain, shifted, startOf } from '../period/grain.ts'
import { dayOf, instantOf } from '../period/window.ts'
import { knownBy, type Scope } from '../purchases/scope.ts'
import { lifetimeDefinitions } from './definitions.ts'
import { errorOf } from './forecast-error.ts'
import { type Of, ordersBefore, type Period, runningPeriod, seriesOf } from './series.ts'

export interface ForecastAsked extends Scope {
  readonly grain: 'week' | 'month' | 'quarter'
  readonly of: Of
  readonly net: boolean
  readonly from?: string | undefined
  readonly periods: number
  readonly method: ForecastMethod | 'auto'
  readonly season?: number | undefined
  readonly levels: readonly number[]
  readonly origins: number
  readonly seed: number
}

/** Periods of a year: what a season is, unless told. */
const inYear: Readonly<Record<ForecastAsked['grain'], number>> = { week: 52, month: 12, quarter: 4 }

/** What will be sold in the next periods, and how far such forecasts fell from what came. */
export async function salesForecast(inside: Inside, asked: ForecastAsked) {
  const { grain, of, net } = asked
  const known = knownBy(inside, asked)
  const { running, before } = runningPeriod(inside, known, grain)
  const given = asked.from === undefined ? undefined : instantOf(asked.from, inside)
  // A part of a period, taken for the whole, would look like a rise.
  const from = given && instantOf(startOf(dayOf(given, inside), grain), inside)
  const since = from === undefined ? known : { ...known, where: { and: [known.where, { placedAt: { gte: from } }] } }
  const { found, currency, warnings: told } = await seriesOf(inside, { known: since, grain, of, net, before })
  const series = filled(found, grain, running, inside)
  const values = series.map(({ value }) => value)
  const season = asked.season ?? inYear[grain]
  const { method, seed, periods, levels, origins } = asked
  const fitted = fitSeries(values, { period: season, method, seed })
  const error = fitted && errorOf(fitted, values, { origins, h: Math.min(periods, season) })
  const warnings: Warning[] = [...told, { code: 'running_period_left_out', period: running }]
  if (from !== given) warnings.push({ code: 'from_begins_with_its_period', from })
  if (fitted === null) warnings.push({ code: 'insufficient_history', periods: values.length, needed: 3 })
  else if (fitted.status !== 'ok') warnings.push({ code: 'series', status: fitted.status })
  return explain(
    {
      ...{ grain, of, currency, season, running, series },
      method: fitted?.method ?? null,
      name: fitted?.name ?? null,
      status: fitted?.status ?? null,
      forecast: fitted && forecastOf(fitted, { running, grain, inside, periods, levels, of }),
      error,
    },
    {
      of: lifetimeDefinitions.salesForecast,
      asOf: known.asOf,
      zone: inside.zone,
      rows: found.reduce((sum, { orders }) => sum + orders, 0),
      warnings,
      records: ordersBefore(since, before),
    },
  )
}

/** Every period from the first one with an order to the last one that is over. */
function filled(found: readonly Period[], grain: Grain, running: string, inside: Inside) {
  const series: { period: string; value: number }[] = []
  const values = new Map(found.map(({ period, value }) => [period, value]))
  const first = found[0]?.period
  for (let at = first; at !== undefined && at < running; at = shifted(startOf(at, grain), grain, 1, inside))
    series.push({ period: at, value: values.get(at) ?? 0 })
  return series
}

interface Ahead {
  readonly running: string
  readonly grain: Grain
  readonly inside: Inside
  readonly periods: number
  readonly levels: readonly number[]
  readonly of: Of
}

/** The running period is the first of them. Amounts are whole minor units. */
function forecastOf(fitted: FittedSeries, { running, grain, inside, periods, levels, of }: Ahead) {
  const { mean, lower, upper } = fitted.forecast(periods, levels)
  const told = (value: number | undefined) => (of === 'revenue' ? Math.round(value ?? 0) : (value ?? 0))
  let at = running
  return mean.map((value, k) => {
    const period = at
    at = shifted(at, grain, 1, inside)
    const intervals = levels.map((level, i) => ({ level, lower: told(lower[i]?.[k]), upper: told(upper[i]?.[k]) }))
    return { period, value: told(value), intervals }
  })
}
