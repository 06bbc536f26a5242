import type { Desk } from '../crm.ts'
import type { Explained, Tile, Worth } from '../views.ts'
import { told } from './told.ts'

/** What customers are worth within a year of 52 weeks, at ten percent a year: on the average, and those who are worth most. */
export async function lifetime(me: Desk): Promise<{ tile: Explained<Tile>; worth: Explained<readonly Worth[]> }> {
  const model = { horizon: 52, unit: 'week', discount: 0.1 } as const
  const { data, meta } = await me.analytics.lifetimeValue({ model, limit: 8 })
  const { value = null, buying } = data.model ?? {}
  const of = told(meta, buying?.n ?? null, 'customers')
  const mean = value === null || buying === undefined ? null : value / buying.n
  const ids = data.customers.map(({ customer }) => customer.id)
  const { items } = await me.contacts.list({ where: { id: { in: ids } }, limit: ids.length })
  const names = new Map(items.map(({ id, name }) => [id, name]))
  const rows = data.customers.map(({ customer, orders, purchases, value }) => {
    return { name: names.get(customer.id) ?? customer.id, orders, expected: purchases, worth: value }
  })
  return {
    tile: { view: { name: 'lifetime', value: mean, spelling: 'money' }, told: of },
    worth: { view: rows, told: of },
  }
}
