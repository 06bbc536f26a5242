import { company, deal, lead, type Me, type Pair } from './pair.ts'

const lined = async (me: Me) =>
  (await me.deals.create({ title: 'x', companyId: await company(me), currency: 'CNY', lines: [{ unitPrice: 100 }] })).id

const ordered = async (me: Me) => {
  const { id } = await me.orders.create({
    companyId: await company(me),
    placedAt: '2026-03-01T00:00:00Z',
    currency: 'CNY',
    total: 100,
  })
  return id
}
const refund = (me: Me, orderId: string, amount: number) =>
  me.refunds.create({ orderId, amount, at: '2026-03-02T00:00:00Z' })

/** Deals, leads and money. */
export const salesPairs: readonly Pair[] = [
  {
    name: 'move || move',
    set: deal,
    a: (me, id) => me.deals.move(id, { to: 'proposal' }),
    b: (me, id) => me.deals.move(id, { to: 'lost', set: { lostReason: 'price' } }),
  },
  {
    name: 'move || delete',
    set: deal,
    a: (me, id) => me.deals.move(id, { to: 'proposal' }),
    b: (me, id) => me.deals.delete(id),
  },
  {
    name: 'lines added || lines added',
    set: lined,
    a: (me, id) => me.deals.update(id, { lines: { add: [{ unitPrice: 20 }] } }),
    b: (me, id) => me.deals.update(id, { lines: { add: [{ unitPrice: 3, quantity: 2 }] } }),
  },
  {
    name: 'lines added || lines replaced',
    set: lined,
    a: (me, id) => me.deals.update(id, { lines: { add: [{ unitPrice: 20 }] } }),
    b: (me, id) => me.deals.update(id, { lines: [{ unitPrice: 7 }] }),
  },
  {
    name: 'refund || refund, more than was paid together',
    set: ordered,
    a: (me, id) => refund(me, id, 60),
    b: (me, id) => refund(me, id, 70),
  },
  {
    name: 'refund || refund, both of them paid',
    set: ordered,
    a: (me, id) => refund(me, id, 30),
    b: (me, id) => refund(me, id, 40),
  },
  {
    name: 'refund || less paid after all',
    set: ordered,
    a: (me, id) => refund(me, id, 60),
    b: (me, id) => me.orders.update(id, { total: 50 }),
  },
  {
    name: 'refund || another currency',
    set: ordered,
    a: (me, id) => refund(me, id, 60),
    b: (me, id) => me.orders.update(id, { currency: 'EUR' }),
  },
  {
    name: 'convert || convert',
    set: lead,
    a: (me, id) => me.leads.convert(id, { deal: { title: 'a' } }),
    b: (me, id) => me.leads.convert(id, { deal: { title: 'b' } }),
  },
  {
    name: 'convert || update',
    set: lead,
    a: (me, id) => me.leads.convert(id, { deal: { title: 'a' } }),
    b: (me, id) => me.leads.update(id, { companyName: 'Other' }),
  },
  {
    name: 'convert || delete',
    set: lead,
    a: (me, id) => me.leads.convert(id, { deal: { title: 'a' } }),
    b: (me, id) => me.leads.delete(id),
  },
  {
    name: 'convert || erase',
    set: lead,
    a: (me, id) => me.leads.convert(id, { deal: { title: 'a' } }),
    b: (me, id) => me.leads.eraseSubject(id, {}),
  },
  {
    name: 'complete || complete',
    set: async (me) => (await me.tasks.create({ title: 'x', companyId: await company(me) })).id,
    a: (me, id) => me.tasks.complete(id, { outcome: 'a' }),
    b: (me, id) => me.tasks.complete(id, { outcome: 'b' }),
  },
]
