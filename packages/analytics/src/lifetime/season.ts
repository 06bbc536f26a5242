import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { knownBy, type Scope } from '../purchases/scope.ts'
import { maybeOne, type One, only } from './customer.ts'
import { lifetimeDefinitions } from './definitions.ts'
import { type Of, ordersBefore, type Period, runningPeriod, seriesOf } from './series.ts'

export interface SeasonAsked extends Scope, One {
  readonly by: 'quarter' | 'month'
  readonly of: Of
  readonly net: boolean
}

/** In which quarter or month of the year a customer, or all of them, buy the most. */
export async function season(inside: Inside, asked: SeasonAsked) {
  const known = only(knownBy(inside, asked), await maybeOne(inside, asked))
  const { by, of, net } = asked
  const { running, before } = runningPeriod(inside, known, 'year')
  const { found, currency, warnings: told } = await seriesOf(inside, { known, grain: by, of, net, before })
  const first = found[0]?.period
  const years = first === undefined ? 0 : yearOf(running) - yearOf(first)
  const periods = first === undefined ? [] : shares(found, by, first, yearOf(running))
  const best = Math.max(0, ...periods.map(({ value }) => value))
  const peaks = periods.filter(({ value }) => value === best && value > 0)
  // Who came in the middle of a year has seen some of its periods once less.
  const fewest = Math.min(years, ...periods.map((each) => each.years))
  const status = statusOf(fewest, peaks.length)
  const [peak] = status === 'ok' ? peaks : []
  const warnings: Warning[] = [...told, { code: 'running_period_left_out', period: running.slice(0, 4) }]
  if (status === 'ok' && peaks.length > 1) warnings.push({ code: 'tie', periods: peaks.map(({ period }) => period) })
  return explain(
    { status, by, of, currency, peak: peak?.period ?? null, share: peak?.share ?? null, years, periods },
    {
      of: lifetimeDefinitions.season,
      asOf: known.asOf,
      zone: inside.zone,
      rows: found.reduce((sum, { orders }) => sum + orders, 0),
      warnings,
      records: ordersBefore(known, before),
    },
  )
}

const statusOf = (years: number, peaks: number): 'ok' | 'insufficient_history' | 'no_worth' =>
  years < fewestYears ? 'insufficient_history' : peaks === 0 ? 'no_worth' : 'ok'

/** A period that was seen once cannot tell a season from chance. */
const fewestYears = 2

const yearOf = (day: string) => Number(day.slice(0, 4))

/** The mean of each period of the year over the years in which the customer was there, and its part of them all. */
function shares(found: readonly Period[], by: SeasonAsked['by'], first: string, end: number) {
  const step = by === 'quarter' ? 3 : 1
  const means = Array.from({ length: 12 / step }, (_, i) => {
    const name = `-${String(i * step + 1).padStart(2, '0')}-01`
    const sum = found.filter(({ period }) => period.endsWith(name)).reduce((total, { value }) => total + value, 0)
    const years = end - yearOf(first) - (name < first.slice(4) ? 1 : 0)
    const label = by === 'quarter' ? `Q${i + 1}` : `M${String(i + 1).padStart(2, '0')}`
    return { period: label, value: years === 0 ? 0 : sum / years, years }
  })
  const all = means.reduce((sum, { value }) => sum + value, 0)
  return means.map((mean) => ({ ...mean, share: all > 0 ? mean.value / all : null }))
}
