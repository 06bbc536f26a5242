import { orders } from './orders.ts'
import type { Reading } from './reading.ts'

const [since, total, first] = ['2025-10-03T00:00:00.000Z', 120_000, 50]

/**
 * Those with the tag first, for they are few; then the orders of each are looked up. On SQLite a cross join keeps that
 * order, whatever its planner takes to be few.
 */
const fromBy = (
  join: string,
) => `from crm_contact_tags as t ${join} crm_contacts as c on c.tenant = t.tenant and c.id = t.contact_id
  where t.tenant = 'default' and t.tag = 'vip' and t.deleted_at is null and c.deleted_at is null
    and not exists (select 1 from crm_contact_preferences as p where p.tenant = 'default' and p.contact_id = c.id
      and p.key = 'letters' and p.value = 'none' and p.current = true and p.deleted_at is null)
    and exists (select 1 from (select count(*) as n, sum(o.total) as total from crm_orders as o
      where o.tenant = 'default' and o.contact_id = c.id and o.currency = 'CNY' and o.placed_at >= $1
        and o.deleted_at is null) as s where s.n >= 2 and s.total > ${total})`

/**
 * W9, a segment: a tag, two orders or more in 90 days that come to more than a sum, and not suppressed. The core has no
 * consent: what stands for it is a preference, a row of its own table.
 */
export const segment: Reading = {
  work: 'W9',
  title: 'a segment',
  ground: orders,
  questions({ crm, hand, storage }) {
    const from = fromBy(storage === 'sqlite' ? 'cross join' : 'join')
    const { contacts } = crm.as({ user: 'u_1', roles: ['admin'] })
    const where = {
      tags: { some: { tag: 'vip' } },
      orders: {
        where: { currency: 'CNY', placedAt: { gte: since } },
        count: { gte: 2 },
        sum: { total: { gt: total } },
      },
      preferences: { none: { key: 'letters', value: 'none', current: true } },
    }
    return [
      {
        part: 'count',
        times: 2,
        raw: async () => (await hand.ask({ sql: `select count(*) as count ${from}`, values: [since] }))[0]?.[0]?.count,
        guanxi: () => contacts.count({ where }),
      },
      {
        part: `first ${first}`,
        times: 3,
        async raw() {
          const sql = `select c.* ${from} order by t.contact_id limit ${first}`
          return (await hand.ask({ sql, values: [since] }))[0]?.map(({ id }) => id)
        },
        guanxi: async () => (await contacts.list({ where, limit: first })).items.map(({ id }) => id),
      },
    ]
  },
}
