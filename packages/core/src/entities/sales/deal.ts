import { definePipeline } from '../../pipeline/index.ts'
import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type ListInput,
  type RowOf,
  reported,
  type Staged,
  type System,
} from '../../schema/index.ts'
import { arrangedPeople, type DealContactCreate } from './deal-contact.ts'
import type { DealLineCreate } from './deal-line.ts'
import type { DealTagCreate } from './deal-tag.ts'
import { sumOf } from './line.ts'

/** A chance to sell something, moving through a pipeline. With lines its amount is theirs; without, it is given. */
export const deal = defineEntity({
  name: 'deal',
  plural: 'deals',
  staged: true,
  fields: {
    title: field.string({ min: 1 }).search().pii(),
    externalId: field.string().optional().unique().plain(),
    companyId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    ownerId: field.string().optional().plain(),
    /** Minor units: the sum of the lines, where there are any. */
    amount: field.money().optional(),
    currency: field.currency().optional(),
    /** At the rate of the day on which it was closed; while it is open, of the day on which the amount was written. */
    ...reported({ reportAmount: 'amount' }),
    expectedAt: field.date().optional(),
    lostReason: field.string().optional().pii(),
    /** Who brought it into its final stage. */
    closedBy: field.string().optional().generated().plain(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'deals' },
    contact: { to: 'contact', via: 'contactId', inverse: 'deals' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'deals' },
  },
  indexes: [
    ['ownerId', 'createdAt'],
    ['pipeline', 'stage', 'createdAt'],
    // The figures of a board are read from it alone.
    ['pipeline', 'stage', 'currency', 'amount', 'deletedAt'],
    ['createdAt'],
  ],
  timeline: { at: 'createdAt', of: ['company', 'contact'] },
  identity: ['companyId', 'contactId'],
  derive: ({ owned: { lines } }) => (lines === undefined ? {} : { amount: sumOf(lines) }),
  derived: ['amount'],
  arrange: [arrangedPeople],
  reportedAt: 'closedAt',
})

/**
 * The deal pipeline of an instance that brings none of its own.
 *
 * @example
 * console.log(toMermaid(dealPipeline)) // qualified, proposal, negotiation, then won or lost
 */
export const dealPipeline = definePipeline({
  entity: 'deal',
  stages: {
    qualified: { probability: 0.1 },
    proposal: { probability: 0.4 },
    negotiation: { probability: 0.7 },
    won: { type: 'won' },
    lost: { type: 'lost', require: ['lostReason'] },
  },
})

/**
 * A chance to sell something. `amount` is in minor units of `currency`; it is the sum of the lines where there are any.
 *
 * @example
 * const deal: Deal = await me.deals.get('d_1')
 * console.log(deal.title, deal.stage, deal.amount) // 年度合同 proposal 12000000
 */
export interface Deal extends System, Staged, RowOf<typeof deal.fields> {}

/**
 * What a creation of a deal takes. It starts in the first stage of its pipeline unless `stage` says another one.
 *
 * @example
 * const deal: DealCreate = { title: '年度合同', companyId: 'c_1', amount: 12_000_000, currency: 'CNY' }
 * await me.deals.create(deal)
 */
export interface DealCreate extends CreateOf<typeof deal.fields> {
  /** All lines of the deal. On update they replace those there: lines with an `id` are kept and changed. */
  lines?: ListInput<DealLineCreate>
  /** Who has which part in it. On update they replace those there; `{ add, remove }` leaves the others alone. */
  people?: ListInput<DealContactCreate>
  tags?: ListInput<string | DealTagCreate>
  /** The first pipeline of the entity, unless told. */
  pipeline?: string
}
export type DealTypes = EntityOf<typeof deal, Deal, DealCreate>
