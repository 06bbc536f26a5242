import type { CoreTypes, Pipelines, Where } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Window } from '../period/window.ts'
import type { AnalyticsTypes } from '../types.ts'

type Types = CoreTypes & AnalyticsTypes
export type DealWhere = Where<Types, 'deal'>

/** What was counted of one user. */
export interface Tally {
  followUps: number
  /** Minor units of deals won. */
  won: number
  deals: number
  /** Of these, those with an amount that counts. */
  priced: number
  lost: number
  customers: number
  orders: number
  /** Minor units of orders, without what was refunded. */
  revenue: number
}

export const nothing = (): Tally => ({
  followUps: 0,
  won: 0,
  deals: 0,
  priced: 0,
  lost: 0,
  customers: 0,
  orders: 0,
  revenue: 0,
})

export interface Asked {
  readonly window: Window
  /** What is there from here on is not known. */
  readonly until: string
  readonly currency: string | undefined
}

/** Deals in a final stage of a type; of any pipeline. */
export function closedAs(pipelines: Pipelines, type: 'won' | 'lost'): DealWhere {
  const or = [...(pipelines.get('deal') ?? [])].flatMap(([pipeline, { stages }]): DealWhere[] => {
    const final = [...stages].flatMap(([stage, of]) => (of.type === type ? [stage] : []))
    return final.length === 0 ? [] : [{ pipeline, stage: { in: final } } as DealWhere]
  })
  return or.length === 0 ? { id: { in: [] } } : { or }
}

/** Deals that were closed in the period. */
export const closedIn = ({ from, to }: Window): DealWhere => ({ closedAt: { gte: from, lt: to } })

/** What each user has done and sold, in six questions however many there are; under null, what is nobody's. */
export async function talliesOf(inside: Inside, asked: Asked): Promise<Map<string | null, Tally>> {
  const tallies = new Map<string | null, Tally>()
  const of = (user: string | null): Tally => {
    const found = tallies.get(user) ?? nothing()
    tallies.set(user, found)
    return found
  }
  await talk(inside, asked, of)
  await deals(inside, asked, of)
  await customers(inside, asked, of)
  await sales(inside, asked, of)
  return tallies
}

type Of = (user: string | null) => Tally

async function talk({ crm }: Inside, { window: { from, to } }: Asked, of: Of): Promise<void> {
  const rows = await crm.activities.aggregate({
    where: { at: { gte: from, lt: to } },
    groupBy: { user: 'ownerId' },
    measures: { n: { fn: 'count' } },
  })
  for (const { user, n } of rows) of(user).followUps += n
}

async function deals({ crm, pipelines }: Inside, { window, currency }: Asked, of: Of): Promise<void> {
  const won = closedAs(pipelines, 'won')
  const paid: DealWhere = currency === undefined ? won : { and: [won, { currency }] }
  const rows = await crm.deals.aggregate({
    where: closedIn(window),
    groupBy: { user: 'ownerId' },
    measures: {
      won: { fn: 'sum', field: 'amount', where: paid },
      deals: { fn: 'count', where: won },
      priced: { fn: 'count', field: 'amount', where: paid },
      lost: { fn: 'count', where: closedAs(pipelines, 'lost') },
    },
  })
  for (const { user, ...row } of rows) {
    const tally = of(user)
    tally.won += row.won
    tally.deals += row.deals
    tally.priced += row.priced
    tally.lost += row.lost
  }
}

/** The customer is the company, else the person: people of a company are its. */
async function customers({ crm }: Inside, { until }: Asked, of: Of): Promise<void> {
  const asked = { groupBy: { user: 'ownerId' }, measures: { n: { fn: 'count' } } } as const
  const known = { createdAt: { lt: until } }
  const firms = await crm.companies.aggregate({ where: known, ...asked })
  const people = await crm.contacts.aggregate({ where: { ...known, companyId: null }, ...asked })
  for (const { user, n } of [...firms, ...people]) of(user).customers += n
}

async function sales({ crm }: Inside, { window: { from, to }, currency }: Asked, of: Of): Promise<void> {
  const rows = await crm.orders.aggregate({
    where: { placedAt: { gte: from, lt: to }, ...(currency === undefined ? {} : { currency }) },
    groupBy: { user: 'ownerId' },
    measures: { n: { fn: 'count' }, total: { fn: 'sum', field: 'total' }, refunded: { fn: 'sum', field: 'refunded' } },
  })
  for (const { user, n, total, refunded } of rows) {
    const tally = of(user)
    tally.orders += n
    tally.revenue += total - refunded
  }
}
