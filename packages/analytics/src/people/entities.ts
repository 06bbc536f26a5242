import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type InverseOf,
  invalid,
  type RowOf,
  type System,
} from '@guanxi/core'
import * as z from 'zod'

/** What somebody is to sell in a time. */
export const quota = defineEntity({
  name: 'quota',
  plural: 'quotas',
  fields: {
    userId: field.string({ min: 1 }).plain(),
    /** The first day, and the day after the last one. */
    from: field.date(),
    to: field.date(),
    amount: field.money({ min: 0 }),
    currency: field.currency(),
  },
  relations: { member: { to: 'member', via: 'userId', on: 'userId', inverse: 'quotas' } },
  unique: [['userId', 'from', 'to', 'currency']],
  indexes: [['from']],
  derive({ record: { from, to } }) {
    if (String(from) >= String(to)) throw invalid('to', 'is not after from', 'It is the day after the last one.')
    return {}
  },
})

/** A part of what was sold, and what is paid for it. */
const tier = () =>
  z.strictObject({
    /** Minor units: where the next tier begins; null for the last one. */
    upTo: z.int().min(1).nullable(),
    /** Basis points: 500 is 5 %. */
    rate: z.int().min(0).max(10_000),
  })

export const tiersShape = () =>
  z
    .array(tier())
    .min(1)
    .max(50)
    .refine((tiers) => tiers.every(({ upTo }, i) => rises(tiers[i - 1]?.upTo, upTo, i === tiers.length - 1)), {
      error: 'expected tiers that rise, the last one and no other with upTo null',
    })

const rises = (before: number | null | undefined, upTo: number | null, last: boolean) =>
  last ? upTo === null : upTo !== null && upTo > (before ?? 0)

export type Tiers = z.infer<ReturnType<typeof tiersShape>>

export const bases = ['orders', 'deals'] as const
export const roundings = ['half-up', 'half-even', 'floor'] as const

/** By what people are paid for what they sell. */
export const commissionPlan = defineEntity({
  name: 'commissionPlan',
  plural: 'commissionPlans',
  fields: {
    name: field.string({ min: 1 }).unique().plain(),
    /** `orders`: what his orders come to, without what was refunded. `deals`: what his won deals come to. */
    base: field.enum(bases).default('orders'),
    currency: field.currency(),
    tiers: field.json(tiersShape).plain(),
    rounding: field.enum(roundings).default('half-up'),
  },
})

/** What was settled: one row for each difference. Nobody writes it but `settleCommissions`, and it only grows. */
export const commissionEntry = defineEntity({
  name: 'commissionEntry',
  plural: 'commissionEntries',
  keeping: 'log',
  fields: {
    planId: field.ref('commissionPlan'),
    userId: field.string().plain(),
    /** The period that was settled. */
    from: field.date(),
    to: field.date(),
    /** Counts from 1 within a plan, its period and a user. */
    number: field.integer(),
    kind: field.enum(['commission', 'adjustment']),
    /** What counts, as the plan's `base` was. */
    source: field.enum(bases),
    /** What he had sold by then, and what is paid now: minor units. */
    base: field.money(),
    amount: field.money(),
    currency: field.currency(),
    /** The terms: those by which the period was settled first. */
    tiers: field.json(tiersShape).plain(),
    rounding: field.enum(roundings),
    settledAt: field.datetime(),
    settledBy: field.string().plain(),
  },
  unique: [['planId', 'userId', 'from', 'to', 'number']],
  indexes: [['userId', 'from']],
})

/**
 * What somebody is to sell from a day on, before another; minor units.
 *
 * @example
 * const amountsOf = (quotas: readonly Quota[]) => quotas.map(({ userId, amount }) => `${userId}: ${amount}`)
 */
export interface Quota extends System, RowOf<typeof quota.fields> {}

/**
 * What a creation of a quota takes.
 *
 * @example
 * const quota: QuotaCreate = { userId: 'u_a', from: '2026-01-01', to: '2026-04-01', amount: 10_000_000, currency: 'CNY' }
 */
export interface QuotaCreate extends CreateOf<typeof quota.fields> {}

/**
 * By what people are paid for what they sell: `tiers` in basis points, each up to an amount.
 *
 * @example
 * const rateOf = ({ tiers }: CommissionPlan) => tiers[0]?.rate // 500: 5 %
 */
export interface CommissionPlan extends System, RowOf<typeof commissionPlan.fields> {}

/**
 * What a creation of a plan takes: 5 % up to 100,000.00, then 8 %.
 *
 * @example
 * const tiers = [{ upTo: 10_000_000, rate: 500 }, { upTo: null, rate: 800 }]
 * const plan: CommissionPlanCreate = { name: '2026', currency: 'CNY', tiers }
 */
export interface CommissionPlanCreate extends CreateOf<typeof commissionPlan.fields> {}

/**
 * A row of the ledger of commissions, which only grows.
 *
 * @example
 * const sum = (rows: readonly CommissionEntry[]) => rows.reduce((all, { amount }) => all + amount, 0)
 */
export interface CommissionEntry extends RowOf<typeof commissionEntry.fields> {
  readonly id: string
}

export type PeopleEntities = {
  quota: EntityOf<typeof quota, Quota, QuotaCreate>
  commissionPlan: EntityOf<typeof commissionPlan, CommissionPlan, CommissionPlanCreate>
  commissionEntry: { row: CommissionEntry }
} & InverseOf<typeof quota>
