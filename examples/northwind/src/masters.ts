import { currency, type Desk } from './crm.ts'
import { scaled } from './decimal.ts'
import type { OrderRow, Tables } from './read.ts'

/** Ids of the CRM by those of the tables. */
export type Ids = ReadonlyMap<string, string>

/** First everybody, then who reports to whom. An employee's number is his user id. */
export async function loadMembers(desk: Desk, { employees }: Tables): Promise<void> {
  const ids = new Map<string, string>()
  for (const { employee_id, first_name, last_name, title, region } of employees) {
    const member = { userId: employee_id, name: `${first_name} ${last_name}`, title, region }
    const { record } = await desk.members.upsert({ by: 'userId', record: member })
    ids.set(employee_id, record.id)
  }
  for (const { employee_id, reports_to } of employees) {
    const managerId = reports_to === null ? null : idOf(ids, reports_to)
    await desk.members.update(idOf(ids, employee_id), { managerId })
  }
}

/** Each customer is a company with one contact, both of whoever took the newest order. */
export async function loadCustomers(desk: Desk, { customers, orders }: Tables): Promise<Ids> {
  const ids = new Map<string, string>()
  const newest = newestOrders(orders)
  for (const row of customers) {
    const externalId = row.customer_id
    const ownerId = newest.get(externalId)?.employee_id ?? null
    const { address, city, region, country, phone } = row
    const company = { name: row.company_name, externalId, ownerId, address, city, region, country, phone }
    const { record } = await desk.companies.upsert({
      by: 'externalId',
      record: { ...company, postalCode: row.postal_code },
    })
    const contact = { name: row.contact_name, title: row.contact_title, externalId, ownerId, companyId: record.id }
    await desk.contacts.upsert({ by: 'externalId', record: contact })
    ids.set(externalId, record.id)
  }
  return ids
}

export async function loadProducts(desk: Desk, { products, categories }: Tables): Promise<Ids> {
  const ids = new Map<string, string>()
  const names = new Map(categories.map((row) => [row.category_id, row.category_name]))
  for (const row of products) {
    const product = {
      sku: row.product_id,
      name: row.product_name,
      category: names.get(row.category_id) ?? null,
      price: scaled(row.unit_price, 2),
      currency,
      active: row.discontinued === '0',
    }
    const { record } = await desk.products.upsert({ by: 'sku', record: product })
    ids.set(row.product_id, record.id)
  }
  return ids
}

/** The newest order of each customer; of those of one day, the one with the highest number. */
function newestOrders(orders: readonly OrderRow[]): ReadonlyMap<string, OrderRow> {
  const age = (row: OrderRow) => `${row.order_date} ${row.order_id.padStart(9, '0')}`
  const newest = new Map<string, OrderRow>()
  for (const row of orders) {
    const other = newest.get(row.customer_id)
    if (other === undefined || age(other) < age(row)) newest.set(row.customer_id, row)
  }
  return newest
}

/** The id of a row that another one names. */
export function idOf(ids: Ids, key: string): string {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`the tables name ${key}, which they do not have`)
  return id
}
