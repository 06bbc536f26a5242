import { command, query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { moment, scopeShape, windowShape } from '../period/window.ts'
import { mostEntries } from './ledger-limit.ts'
import { workingDaysShape } from './working-days-shape.ts'

const period = () => {
  const { currency, asOf } = scopeShape()
  return { ...windowShape(), currency, asOf }
}

const row = () =>
  z.strictObject({
    /** The id of a user or team, or a region, which is that of the member and no order's; null: nobody's, or of users who have none. */
    key: z.string().nullable(),
    name: z.string().nullable(),
    /** What all amounts are in, the same in each row; null where there are none. */
    currency: z.string().nullable(),
    /** How many of its members were there in the period. */
    members: z.int(),
    /** Activities, counted. */
    followUps: z.int(),
    /** Money: minor units of the deals won. How many they are, `deals` says. */
    won: z.int(),
    /** Deals won, counted. */
    deals: z.int(),
    /** Deals lost, counted. */
    lost: z.int(),
    /** deals / (deals + lost). */
    closeRate: rateShape(),
    /** Money: minor units, and parts of them. */
    avgDeal: z.number().nullable(),
    /** Companies and people, counted. */
    customers: z.int(),
    /** Orders, counted. */
    orders: z.int(),
    /** Money: minor units of the orders, less what was refunded before asOf. */
    revenue: z.int(),
    /** Money: minor units, for the working days of the period up to asOf. */
    quota: z.int().nullable(),
    /** won / quota: 1 is all of it. */
    attainment: z.number().nullable(),
  })

const entry = () =>
  z.strictObject({
    planId: z.string(),
    userId: z.string(),
    from: z.string(),
    to: z.string(),
    /** From 1 on, within the plan, the period and the user. */
    number: z.int(),
    kind: z.enum(['commission', 'adjustment']),
    /** Money: minor units of what he had sold by then. */
    base: z.int(),
    /** Money: minor units of what is paid by this entry, or taken back. */
    amount: z.int(),
    currency: z.string(),
    settledAt: z.string(),
    settledBy: z.string(),
  })

const balance = () =>
  entry().pick({ planId: true, userId: true, from: true, to: true, currency: true }).extend({
    /** Money: minor units, the sum of its entries. */
    amount: z.int(),
    /** Counted. */
    entries: z.int(),
  })

const ledger = () =>
  z.strictObject({
    entries: z.array(entry()),
    /** Of all entries, whatever the page. */
    balances: z.array(balance()),
    /** `after` of the next page; null where this was the last. */
    next: z.string().nullable(),
  })

/** Periods with a day from one on, before another. */
const ledgerInput = () => ({
  planId: z.string().min(1).max(255).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** The `next` of the page before. */
  after: z.string().min(1).max(255).optional(),
  limit: z.int().min(1).max(mostEntries).optional(),
})

export const peopleOperations = {
  /** What did each member, team or region do and sell, against its quota? */
  performance: query({
    target: 'collection',
    summary: 'What people did and sold in a period, by member, team or region; who sold nothing is listed, too.',
    input: () =>
      z.strictObject({
        ...period(),
        /** `member` unless told. */
        by: z.enum(['member', 'team', 'region']).optional(),
        /** On which days people work, for quotas. */
        calendar: workingDaysShape().optional(),
      }),
    output: () => explained(z.array(row())),
    errors: ['MIXED_CURRENCY'],
  }),
  /** Settle the commissions of a period (it writes). */
  settleCommissions: command({
    target: 'collection',
    summary:
      'Settle a period of a commission plan, and correct those that were settled before; only differences are written.',
    // The ledger is made from everybody's sales: who may settle is said by the operation.
    elevate: true,
    input: () =>
      z.strictObject({ planId: z.string().meta({ ref: 'commissionPlan' }), from: z.iso.date(), to: z.iso.date() }),
    /** A command tells what it did, and has neither `data` nor `meta`: how many entries it wrote, and which. */
    output: () => z.strictObject({ written: z.int(), entries: z.array(entry()) }),
    errors: ['NOT_FOUND', 'COMMISSION_OVERLAP'],
  }),
  /** What does the ledger of commissions say? */
  commissions: query({
    target: 'collection',
    summary: 'The ledger of commissions, and what it comes to for each plan, period and user.',
    input: () => z.strictObject({ ...ledgerInput(), userId: z.string().min(1).max(255).optional() }),
    output: () => explained(ledger()),
  }),
  /** What do I get? */
  ownCommissions: query({
    target: 'collection',
    summary: "The actor's own part of the ledger of commissions.",
    input: () => z.strictObject(ledgerInput()),
    output: () => explained(ledger()),
  }),
  /** Who uses the CRM? */
  adoption: query({
    target: 'collection',
    summary:
      'How many of the members have written anything lately; it reads the audit, which the actor must be granted.',
    /** 30 days unless told. */
    input: () => z.strictObject({ days: z.int().min(1).max(3660).optional(), asOf: moment().optional() }),
    /** `idle`: the users who have written nothing, up to a thousand. */
    output: () => explained(rateShape().extend({ idle: z.array(z.string()) })),
    errors: ['FORBIDDEN'],
  }),
}
