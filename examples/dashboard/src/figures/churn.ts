import type { Desk } from '../crm.ts'
import type { AtRisk, Churn, Explained } from '../views.ts'
import { told } from './told.ts'

/** Who is about to leave, the likeliest first, and what such a list would have been worth three months ago. */
export async function churn(me: Desk): Promise<Explained<Churn>> {
  const { data, meta } = await me.analytics.churnRisk({ limit: 8 })
  const ids = data.customers.map(({ customer }) => customer.id)
  const { items } = await me.companies.list({ where: { id: { in: ids } }, limit: ids.length })
  const names = new Map(items.map(({ id, name }) => [id, name]))
  const list = data.customers.map(({ customer: { id }, score, last, reasons }): AtRisk => {
    return { name: names.get(id) ?? id, score, last, reasons: reasons.map(numbersOf) }
  })
  const { calibration } = data
  const backtest = calibration && {
    stayedAway: calibration.stayedAway.value,
    n: calibration.stayedAway.n,
    auc: calibration.auc,
  }
  return { view: { list, backtest }, told: told(meta, data.n, 'customers') }
}

/** A reason with its numbers. */
function numbersOf({ code, ...rest }: { readonly code: string; readonly [detail: string]: unknown }) {
  const numbers = Object.entries(rest).flatMap(([name, n]) => (typeof n === 'number' ? [[name, n] as const] : []))
  return { code, numbers: Object.fromEntries(numbers) }
}
