import type { CoreTypes, Where } from '@guanxi/core'
import type { Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
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
  readonly known: Known
  readonly currency: string | undefined
  /** Somebody said when: deals are then as their stays remember them. */
  readonly past: boolean
}

export interface Tallies {
  /** Under null, what is nobody's. */
  readonly tallies: ReadonlyMap<string | null, Tally>
  /** What the won deals are paid in: one currency, for their sums are told. */
  readonly paid: string | undefined
  /** What the orders are paid in. */
  readonly sold: string | undefined
  /** The actor may not read refunds: revenue is net of all that was given back until now. */
  readonly hidden: boolean
}

/** The tally of a user. */
export type Of = (user: string | null) => Tally

/** Deals that were closed in the period. */
export const closedIn = ({ from, to }: Window): DealWhere => ({ closedAt: { gte: from, lt: to } })
