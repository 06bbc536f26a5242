import type { QuestionOf, Window } from '@guanxi/analytics'
import type { Desk } from '../crm.ts'
import type { Explained, Tile } from '../views.ts'
import { intervalOf, told, toldOfRate } from './told.ts'

/** What was sold. */
export async function revenueTile(me: Desk, period: Window): Promise<Explained<Tile>> {
  const { data, meta } = await me.analytics.query({ measures: ['orders.revenue'], ...period })
  const [measure] = data.measures
  const { value = null, n = null } = data.totals['orders.revenue'] ?? {}
  const of = told(meta, n, 'orders')
  return {
    view: { name: 'revenue', value: typeof value === 'number' ? value : null, spelling: 'money' },
    told: measure === undefined ? of : { ...of, definition: measure.definition },
  }
}

/** Who bought in a period, and again in the next. */
export async function retentionTile(me: Desk, period: QuestionOf<'retention'>): Promise<Explained<Tile>> {
  const { data, meta } = await me.analytics.retention(period)
  return {
    view: { name: 'retention', value: data.value, spelling: 'share' },
    told: toldOfRate(meta, data, 'customers'),
  }
}

/** Who bought on two days of a period or more. */
export async function repurchaseTile(me: Desk, period: QuestionOf<'repurchase'>): Promise<Explained<Tile>> {
  const { data, meta } = await me.analytics.repurchase(period)
  return {
    view: { name: 'repurchase', value: data.value, spelling: 'share' },
    told: toldOfRate(meta, data, 'customers'),
  }
}

/** How much of the revenue of a period comes from those who had bought before. */
export async function oldCustomersTile(me: Desk, period: QuestionOf<'oldCustomers'>): Promise<Explained<Tile>> {
  const { data, meta } = await me.analytics.oldCustomers(period)
  return { view: { name: 'oldCustomers', value: data.value, spelling: 'share' }, told: told(meta, data.n, 'customers') }
}

/** Of the deals that were decided, how many were won. */
export async function winRateTile(me: Desk, period: QuestionOf<'winRate'>): Promise<Explained<Tile>> {
  const { data, meta } = await me.analytics.winRate(period)
  return {
    view: { name: 'winRate', value: data.rate.value, spelling: 'share' },
    told: toldOfRate(meta, data.rate, 'deals'),
  }
}

/** What this quarter brings: what is won already, and the open deals by what those of their stage and age came to before. */
export async function pipelineTile(me: Desk, at: string): Promise<Explained<Tile>> {
  const { data, meta } = await me.analytics.pipelineForecast({ grain: 'quarter', at })
  const { value, interval, level, n } = data.history
  return {
    view: { name: 'pipeline', value, spelling: 'money' },
    told: told(meta, n, 'deals', intervalOf(interval, level, 'money')),
  }
}
