import { scaled } from '../../../northwind/src/decimal.ts'
import { type Ids, idOf } from '../../../northwind/src/masters.ts'
import { placedAt } from '../../../northwind/src/orders.ts'
import { type LineRow, type OrderRow, readTables, type Tables } from '../../../northwind/src/read.ts'
import { type App, currency, type Desk } from '../crm.ts'
import { type Party, playDeals } from './deals.ts'
import { territoryOf } from './territories.ts'

/** The morning after the last order. */
const end = '1998-05-07T00:00:00Z'

/** The tables of examples/northwind, each customer in a sales territory, and the deals that are played beside them. */
export async function loadNorthwind({ crm, clock }: App): Promise<void> {
  const desk = crm.asSystem({ reason: 'Northwind import' })
  const tables = readTables()
  await desk.members.createMany(
    tables.employees.map(({ employee_id: userId, first_name, last_name, title }) => {
      return { userId, name: `${first_name} ${last_name}`, title }
    }),
  )
  const companies = await loadCompanies(desk, tables)
  await desk.orders.createMany(ordersOf(tables, companies))
  await playDeals(desk, clock, partiesOf(tables.orders, companies), end)
  await clock.advance(end)
}

async function loadCompanies(desk: Desk, { customers, orders }: Tables): Promise<Ids> {
  const owners = new Map(orders.map((row) => [row.customer_id, row.employee_id]))
  const { ids } = await desk.companies.createMany(
    customers.map(({ customer_id: externalId, company_name: name, city, country }) => {
      return { externalId, name, city, country, region: territoryOf(country), ownerId: owners.get(externalId) ?? null }
    }),
  )
  return new Map(customers.map((row, i) => [row.customer_id, ids[i] ?? '']))
}

/** The CRM adds the lines up. */
function ordersOf({ orders, lines }: Tables, companies: Ids) {
  const byOrder = new Map<string, ReturnType<typeof lineOf>[]>(orders.map((row) => [row.order_id, []]))
  for (const line of lines) byOrder.get(line.order_id)?.push(lineOf(line))
  return orders.map((row) => ({
    externalId: row.order_id,
    companyId: idOf(companies, row.customer_id),
    ownerId: row.employee_id,
    placedAt: placedAt(row),
    currency,
    lines: byOrder.get(row.order_id) ?? [],
  }))
}

const lineOf = (line: LineRow) => ({
  quantity: Number(line.quantity),
  unitPrice: scaled(line.unit_price, 2),
  discount: scaled(line.discount, 4),
})

/** Who sold to whom, once for each order: deals are played among those who trade. */
const partiesOf = (orders: readonly OrderRow[], companies: Ids): readonly Party[] =>
  orders.map((row) => ({ companyId: idOf(companies, row.customer_id), ownerId: row.employee_id }))
