import { type Desk, type Northwind, tenant } from '../crm.ts'
import { count, counted } from './format.ts'

/** What is there after an import, how much of it is new, and how long it took. */
export async function arrival({ crm }: Northwind, load: () => Promise<void>): Promise<string> {
  const desk = crm.as({ tenant, user: 'controller', roles: ['controller'] })
  const began = performance.now()
  const before = await census(desk)
  await load()
  const after = await census(desk)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const fresh = sum(after) - sum(before)
  const all = Object.entries(after).map(([what, number]) => `${count(number)} ${what}`)
  return `${all.join(', ')}\n${fresh === 0 ? 'nothing new' : counted(fresh, 'new record')}, ${seconds} s`
}

/** How many records there are. */
async function census(desk: Desk) {
  return {
    members: await desk.members.count(),
    companies: await desk.companies.count(),
    contacts: await desk.contacts.count(),
    products: await desk.products.count(),
    orders: await desk.orders.count(),
    lines: await desk.orderLines.count(),
    deals: await desk.deals.count(),
  }
}

const sum = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, number) => total + number, 0)
