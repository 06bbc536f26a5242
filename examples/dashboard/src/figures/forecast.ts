import type { Desk } from '../crm.ts'
import type { Explained, Forecast } from '../views.ts'
import { told } from './told.ts'

/** The months to come. Two years are not over yet, so that nobody can tell a season: the forecast is one without. */
export async function forecast(me: Desk, level = 0.95): Promise<Explained<Forecast>> {
  const asked = { grain: 'month', periods: 4, method: 'auto', season: 1 } as const
  const { data, meta } = await me.analytics.salesForecast({ ...asked, levels: [level] })
  const past = data.series.map(({ period, value }) => ({ month: period, value }))
  const next = (data.forecast ?? []).map(({ period, value, intervals: [within] }) => {
    return { month: period, value, low: within?.lower ?? value, high: within?.upper ?? value }
  })
  const { error } = data
  const backtest = error && { ...error, smape: error.smape === null ? null : error.smape / 100 }
  const [first] = next
  const sure = first === undefined ? null : { low: first.low, high: first.high, level, spelling: 'money' as const }
  return { view: { past, next, level, method: data.name, backtest }, told: told(meta, past.length, 'months', sure) }
}
