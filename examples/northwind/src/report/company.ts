import type { Desk } from '../crm.ts'
import { counted, day, money, section } from './format.ts'

/** One company with its people, its newest orders, and the way of its newest deal through the pipeline. */
export async function company(desk: Desk, externalId: string): Promise<string> {
  const { items } = await desk.companies.list({
    where: { externalId },
    include: {
      contacts: true,
      owner: true,
      orders: { orderBy: { placedAt: 'desc' }, limit: 5, include: { lines: { include: { product: true } } } },
      deals: { where: { stage: 'shipped' }, orderBy: { closedAt: 'desc' }, limit: 1 },
    },
  })
  const [found] = items
  if (found === undefined) throw new Error(`no company ${externalId}`)
  const { name, city, country, phone, contacts, owner, orders, deals } = found
  const about = contacts.map((contact) => ['Contact', `${contact.name}, ${contact.title}, ${phone}`])
  about.push(['Owner', owner?.name ?? 'nobody'])
  for (const deal of deals) about.push(['Newest deal', await path(desk, deal.id)])
  const bought = orders.map((order) => [
    order.externalId ?? '',
    day(order.placedAt),
    counted(order.lines.length, 'line'),
    money(order.total),
    order.lines.map((line) => line.product?.name).join(', '),
  ])
  return `${section(`${name}, ${city}, ${country}`, about)}\n${section('  Newest orders, USD', bought)}`
}

/** `placed 1998-04-14, shipped 1998-04-21`. */
async function path(desk: Desk, dealId: string): Promise<string> {
  const stays = await desk.deals.history(dealId)
  return stays.map(({ stage, enteredAt }) => `${stage} ${day(enteredAt)}`).join(', ')
}
