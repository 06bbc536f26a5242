import { analytics } from '@guanxi/analytics'
import { type CoreTypes, type Crm, createCrm } from '@guanxi/core'
import type { SharedDatabase } from './database.ts'
import type { Ground } from './reading.ts'

/** Three years of days in Shanghai, the first of them the first of 2023. */
export const [firstDay, days] = ['2023-01-01', 1096]
const begin = Date.UTC(2023, 0, 1) / 1000 - 8 * 3600
export const zone = 'Asia/Shanghai'
const regions = ['east', 'north', 'northeast', 'northwest', 'south', 'southwest', 'west', 'central']

/** At scale 1 two million orders of 80,000 companies and 40,000 private persons. */
export const customersOf = (rows: number): number => Math.max(6, Math.round((rows * 6) / 100))

/** A hash of a number, the same on every machine, below another; each salt makes another one. */
function hashOf(number: string, below: number, salt: number): string {
  const own = `((${number} + 1) * ${1_000_003 + salt * 104_729} % 2147483647)`
  return `(((${own} * ${own}) % 2147483647) / 64 % ${below})`
}

let crm: Crm<CoreTypes> | undefined

/**
 * Three years of sales. Each customer has a first day and a last; some have bought much more than others, as it is. Of the orders
 * one in fourteen was given back whole. The rollups are filled as the plugin would have kept them.
 */
export const sales: Ground = {
  rows: 2_000_000,
  async crm(storage) {
    crm = createCrm({ storage, plugins: [analytics()], zone })
    return crm
  },
  copied: ({ epoch, field }) => ({
    table: 'orders',
    columns: {
      customer: ['varchar', 'coalesce(company_id, contact_id)'],
      placed_at: ['timestamptz', epoch('placed_at')],
      region: ['varchar', field('extra', 'analytics.region')],
      total: ['bigint', 'total'],
    },
  }),
  async fill(shared, rows) {
    // While there is nothing in them they are built in no time.
    await crm?.rebuildRollups()
    const { fill, spelling } = shared
    const { id, instant } = spelling
    const customers = customersOf(rows)
    const companies = Math.round((customers * 2) / 3)
    await fill({
      table: 'companies',
      count: companies,
      columns: { name: `'Company ' || i`, name_search: `'company ' || i`, region: regionOf('i') },
    })
    await fill({
      table: 'contacts',
      count: customers,
      columns: {
        name: `'Contact ' || i`,
        name_search: `'contact ' || i`,
        company_id: `case when i < ${companies} then ${id('i')} end`,
      },
    })
    // Everybody has bought at least once; the rest goes to some more than to others.
    const customer = `(case when i < ${customers} then i else ${hashOf('i', customers, 1)} * (${customers} + 3 * ${hashOf('i', customers, 2)}) / (4 * ${customers}) end)`
    const first = hashOf(customer, days - 1, 3)
    // Some of them are still there.
    const span = hashOf(customer, days + 500, 4)
    const length = `(case when ${span} < ${days} then 1 + ${span} * (${days} - ${first}) / ${days} else ${days} - ${first} end)`
    const day = `(${first} + ${hashOf('i', 100_000, 6)} % ${length})`
    const total = `(100 + ${hashOf('i', 100_000, 7)})`
    const returned = `${hashOf('i', 100, 8)} < 7`
    await fill({
      table: 'orders',
      count: rows,
      columns: {
        company_id: `case when ${customer} < ${companies} then ${id(customer)} end`,
        contact_id: id(customer),
        owner_id: `'u_' || ${hashOf(customer, 50, 9)}`,
        placed_at: instant(`${begin} + ${day} * 86400 + ${hashOf('i', 86_400, 10)}`),
        currency: "'CNY'",
        total,
        refunded: `case when ${returned} then ${total} else 0 end`,
        extra: spelling.json(`'{"analytics.region":"' || ${regionOf(customer)} || '"}'`),
      },
    })
    await fill({
      table: 'refunds',
      count: rows,
      where: returned,
      columns: {
        order_id: id('i'),
        amount: total,
        currency: "'CNY'",
        at: instant(`${begin} + ${days - 1} * 86400`),
      },
    })
    await fillRollups(shared)
  },
}

const regionOf = (number: string): string =>
  `(case ${hashOf(number, 8, 11)} ${regions.map((name, i) => `when ${i} then '${name}'`).join(' ')} end)`

const customer = ['company_id', 'contact_id', 'owner_id', 'currency'] as const
/** The plugin's rollups: their keys in order, which make the ids of their cells. */
const rollups = {
  purchase_days: { keys: [...customer, 'day'], sums: ['total', 'refunded'] },
  region_months: { keys: ['month', 'region', 'currency'], sums: ['total', 'refunded'] },
  sales_months: { keys: ['month', 'region', 'owner_id', 'currency'], sums: ['total', 'refunded'] },
} as const

async function fillRollups({ fill, spelling }: SharedDatabase): Promise<void> {
  const read: Readonly<Record<string, string>> = {
    day: spelling.day('placed_at'),
    month: spelling.day('placed_at', 'month'),
    region: spelling.field('extra', 'analytics.region'),
  }
  const cells = (keys: readonly string[], rows: string) => ({
    tenant: "'default'",
    id: `'[' || ${keys.map(spelling.quoted).join(" || ',' || ")} || ']'`,
    rows,
    ...Object.fromEntries(keys.map((name) => [name, name])),
  })
  for (const [table, { keys, sums }] of Object.entries(rollups)) {
    const values = keys.map((name) => (read[name] === undefined ? name : `${read[name]} as ${name}`))
    await fill({
      table,
      columns: { ...cells(keys, 'count(*)'), ...Object.fromEntries(sums.map((name) => [name, `sum(${name})`])) },
      from: `(select ${values.join()}, total, refunded from crm_orders) as o group by ${keys.join()}`,
    })
  }
  const months = `select ${customer.join()}, ${read.month} as month from crm_orders`
  await fill({
    table: 'purchase_months',
    columns: { ...cells(customer, 'sum(n)'), months: spelling.tally('month', 'n') },
    from: `(select ${customer.join()}, month, count(*) as n from (${months}) as m group by ${customer.join()}, month) as o group by ${customer.join()}`,
  })
}
