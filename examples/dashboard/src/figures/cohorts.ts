import type { Desk } from '../crm.ts'
import type { Cohorts, Explained } from '../views.ts'
import { told } from './told.ts'

/** Customers by the period of their first purchase, and who of them came back in each period since. */
export async function cohorts(
  me: Desk,
  period: 'month' | 'quarter',
  asked: { from: string; to: string; until: string },
): Promise<Explained<Cohorts>> {
  const { data, meta } = await me.analytics.cohorts({ period, ...asked })
  const rows = data.cohorts.map(({ cohort, size, cells }) => ({
    start: cohort,
    size,
    cells: cells.map(({ value, rate, interval, partial }) => ({ customers: value, share: rate, interval, partial })),
  }))
  const n = rows.reduce((sum, { size }) => sum + size, 0)
  return { view: { grain: period, rows }, told: told(meta, n, 'customers') }
}
