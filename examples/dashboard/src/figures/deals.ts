import type { Desk } from '../crm.ts'
import type { Explained, Funnel, Rep } from '../views.ts'
import { intervalOf, told } from './told.ts'

interface Period {
  readonly from: string
  readonly to: string
}

/** How far the deals came that began in a period. */
export async function funnel(me: Desk, period: Period): Promise<Explained<Funnel>> {
  const { data, meta } = await me.analytics.funnel(period)
  const stages = data.stages.map((stage, i) => {
    const { value = null, interval = null } = data.stepRates[i - 1] ?? {}
    return { stage, reached: data.reached[i] ?? 0, conversion: value, interval }
  })
  const { value, n, interval, level } = data.overall
  const sure = intervalOf(interval, level, 'share')
  return { view: { stages, overall: value }, told: told(meta, n, 'deals', sure) }
}

/** What each member sold and won in a period; who sold nothing is there, too. */
export async function reps(me: Desk, period: Period): Promise<Explained<readonly Rep[]>> {
  const { data, meta } = await me.analytics.performance(period)
  const rows = data
    .filter(({ key }) => key !== null)
    .map(({ key, name, revenue, orders, won, deals, closeRate: { value, n, interval } }) => {
      const [low = null, high = null] = interval ?? []
      const spelled = name ?? key ?? ''
      return { name: spelled, revenue, orders, won, deals, winRate: { name: spelled, n, value, low, high } }
    })
  return { view: rows.toSorted((a, b) => b.revenue - a.revenue), told: told(meta, rows.length, 'members') }
}
