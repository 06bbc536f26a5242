import { type Northwind, tenant } from './crm.ts'
import { fulfil } from './fulfil.ts'
import { loadCustomers, loadMembers, loadProducts } from './masters.ts'
import { loadOrders } from './orders.ts'
import type { Tables } from './read.ts'

/** Brings the company's tables into the CRM, as often as you like: what is there already stays as it is. */
export async function load({ crm, clock }: Northwind, tables: Tables): Promise<void> {
  const desk = crm.asSystem({ tenant, reason: 'Northwind import' })
  const { companies, products } = await desk.transaction(async (tx) => {
    await loadMembers(tx, tables)
    return { companies: await loadCustomers(tx, tables), products: await loadProducts(tx, tables) }
  })
  await loadOrders(desk, tables, companies, products)
  await fulfil(desk, clock, tables.orders)
}
