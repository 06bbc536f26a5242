import type { Inside } from '../inside.ts'
import { inStages } from '../records/in-stages.ts'
import { dealsThen } from './deals-then.ts'
import { salesOf } from './sales.ts'
import { type Asked, closedIn, type DealWhere, nothing, type Of, type Tallies, type Tally } from './tally.ts'

/** What each user has done and sold: of now in a few questions, however many records there are. */
export async function talliesOf(inside: Inside, asked: Asked): Promise<Tallies> {
  const tallies = new Map<string | null, Tally>()
  const of = (user: string | null): Tally => {
    const found = tallies.get(user) ?? nothing()
    tallies.set(user, found)
    return found
  }
  await talk(inside, asked, of)
  const paid = await (asked.past ? dealsThen : deals)(inside, asked, of)
  await customers(inside, asked, of)
  const { sold, hidden } = await salesOf(inside, asked, of)
  return { tallies, paid, sold, hidden }
}

async function talk({ crm }: Inside, { window: { from, to } }: Asked, of: Of): Promise<void> {
  const rows = await crm.activities.aggregate({
    where: { at: { gte: from, lt: to } },
    groupBy: { user: 'ownerId' },
    measures: { n: { fn: 'count' } },
  })
  for (const { user, n } of rows) of(user).followUps += n
}

async function deals({ crm, pipelines }: Inside, { window, currency }: Asked, of: Of): Promise<string | undefined> {
  const won = inStages(pipelines, 'deal', 'won')
  const paid: DealWhere = currency === undefined ? won : { and: [won, { currency }] }
  const priced: DealWhere = { and: [paid, { amount: { isNull: false } }] }
  // Of all of them at once: owners who each sell in one currency of their own are no less mixed.
  const [all] = await crm.deals.aggregate({
    where: { and: [closedIn(window), priced] },
    measures: { won: { fn: 'sum', field: 'amount' }, currency: { fn: 'min', field: 'currency' } },
  })
  const rows = await crm.deals.aggregate({
    where: closedIn(window),
    groupBy: { user: 'ownerId' },
    measures: {
      won: { fn: 'sum', field: 'amount', where: paid },
      deals: { fn: 'count', where: won },
      priced: { fn: 'count', where: priced },
      lost: { fn: 'count', where: inStages(pipelines, 'deal', 'lost') },
    },
  })
  for (const { user, ...row } of rows) {
    const tally = of(user)
    tally.won += row.won
    tally.deals += row.deals
    tally.priced += row.priced
    tally.lost += row.lost
  }
  return all?.currency ?? undefined
}

/** The customer is the company, else the person: people of a company are its. */
async function customers({ crm }: Inside, { known: { until } }: Asked, of: Of): Promise<void> {
  const asked = { groupBy: { user: 'ownerId' }, measures: { n: { fn: 'count' } } } as const
  const there = { createdAt: { lt: until } }
  const firms = await crm.companies.aggregate({ where: there, ...asked })
  const people = await crm.contacts.aggregate({ where: { ...there, companyId: null }, ...asked })
  for (const { user, n } of [...firms, ...people]) of(user).customers += n
}
