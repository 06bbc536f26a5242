import type { Desk } from '../crm.ts'
import type { Comparison, Explained, Top } from '../views.ts'
import { told } from './told.ts'

/** Who brings the revenue of a period, and what all others bring together. */
export async function top(me: Desk, period: { from: string; to: string }): Promise<Explained<Top>> {
  const { data, meta } = await me.analytics.concentration({ ...period, top: 10 })
  const ids = data.top.map(({ key }) => key)
  const { items } = await me.companies.list({ where: { id: { in: ids } }, limit: ids.length })
  const names = new Map(items.map(({ id, name }) => [id, name]))
  const rows = data.top.map(({ key, value, share }) => ({ name: names.get(key) ?? key, value, share }))
  return { view: { rows, other: data.other, n80: data.n80 }, told: told(meta, data.n, 'customers') }
}

/** Who bought in a period and again in the next, by sales territory. */
export async function regions(
  me: Desk,
  period: { from: string; to: string; until: string },
): Promise<Explained<Comparison>> {
  const { data, meta } = await me.analytics.compareGroups({ ...period, rate: 'retention', by: 'region' })
  const rows = data.groups.map(({ key, n, value, interval }) => {
    const [low = null, high = null] = interval ?? []
    return { name: key, n, value, low, high }
  })
  const { p, verdict, level } = data.test
  const n = rows.reduce((sum, row) => sum + row.n, 0)
  return { view: { rows, p, verdict, level }, told: told(meta, n, 'customers') }
}
