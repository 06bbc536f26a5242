import { createCrm, defineRollup, field, type Migration } from '@guanxi/core'
import type { Ground } from './reading.ts'
import { tablesOf } from './rollups.ts'
import { scattered } from './rows.ts'

/** Orders come from two years, the newest on the last day of 2025. */
const [begin, days] = [Date.UTC(2024, 0, 1) / 1000, 731]

const regions = ['north', 'east', 'south', 'west'] as const
/** Where an order was placed: a field of the host's, with a column of its own. */
const fields = { order: { region: field.enum(regions).optional() } }
const region: Migration = {
  id: '0001_region',
  steps: [{ step: 'promote', table: 'orders', owner: 'app', column: { name: 'region', type: 'text', nullable: true } }],
}
/** The zone of the months. */
export const zone = 'Europe/Berlin'
const rollups = [
  defineRollup<{ entities: { order: { row: { region: string; placedAt: string; currency: string; total: number } } } }>(
    {
      name: 'revenueByMonth',
      entity: 'order',
      groupBy: {
        month: { field: 'placedAt', bucket: 'month', timeZone: zone },
        region: 'region',
        currency: 'currency',
      },
      measures: { total: { fn: 'sum', field: 'total' } },
    },
  ),
]

/** Orders of contacts who have tags, some of whom want no letters. At scale 1 a million contacts and five million orders. */
export const orders: Ground = {
  rows: 5_000_000,
  async crm(storage) {
    const migrations = [region, ...(await tablesOf(rollups, fields))]
    return createCrm({ storage, fields, rollups, migrations })
  },
  async fill({ fill, spelling: { id, instant } }, rows) {
    const contacts = Math.ceil(rows / 5)
    await fill({
      table: 'members',
      count: 100,
      columns: {
        user_id: `'u_' || i`,
        name: `'Member ' || i`,
        name_search: `'member ' || i`,
        region: `case i % 5 when 0 then 'north' when 1 then 'east' when 2 then 'south' when 3 then 'west' end`,
      },
    })
    await fill({
      table: 'contacts',
      count: contacts,
      columns: { name: `'Contact ' || i`, name_search: `'contact ' || i`, owner_id: `'u_' || ${scattered(100)}` },
    })
    const tag = `case when ${scattered(50, 1)} = 0 then 'vip' else 'regular' end`
    await fill({ table: 'contact_tags', count: contacts, columns: { contact_id: id('i'), tag } })
    await fill({
      table: 'contact_preferences',
      count: Math.ceil(contacts / 20),
      columns: {
        contact_id: id('i * 20'),
        key: "'letters'",
        value: "'none'",
        current: 'true',
        by: "'u_1'",
      },
    })
    await fill({
      table: 'orders',
      count: rows,
      columns: {
        contact_id: id(scattered(contacts, 2)),
        owner_id: `'u_' || ${scattered(100, 3)}`,
        placed_at: instant(`${begin} + ${scattered(days * 1440, 4)} * 60`),
        currency: "'CNY'",
        region: `case ${scattered(5, 6)} when 0 then 'north' when 1 then 'east' when 2 then 'south' when 3 then 'west' end`,
        total: `100 + ${scattered(100_000, 5)}`,
      },
    })
  },
  covering: [
    'create index orders_of_contact on crm_orders (tenant, contact_id, currency, placed_at, total, deleted_at)',
    'create index orders_in_time on crm_orders (tenant, currency, placed_at, owner_id, total, deleted_at)',
  ],
}
