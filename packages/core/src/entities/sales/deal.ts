import { definePipeline } from '../../pipeline/index.ts'
import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type RowOf,
  type Staged,
  type System,
} from '../../schema/index.ts'

/** A chance to sell something, moving through a pipeline. */
export const deal = defineEntity({
  name: 'deal',
  plural: 'deals',
  staged: true,
  fields: {
    title: field.string({ min: 1 }).search(),
    externalId: field.string().optional().unique(),
    companyId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    ownerId: field.string().optional(),
    amount: field.money().optional(),
    currency: field.string({ min: 3, max: 3 }).optional(),
    expectedAt: field.date().optional(),
    lostReason: field.string().optional(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'deals' },
    contact: { to: 'contact', via: 'contactId', inverse: 'deals' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'deals' },
  },
  indexes: [['ownerId', 'createdAt'], ['pipeline', 'stage', 'createdAt'], ['createdAt']],
  identity: ['companyId', 'contactId'],
})

/** The deal pipeline of an instance that brings none of its own. */
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

export interface Deal extends System, Staged, RowOf<typeof deal.fields> {}
export interface DealCreate extends CreateOf<typeof deal.fields> {
  /** The first pipeline of the entity, unless told. */
  pipeline?: string
}
export type DealTypes = EntityOf<typeof deal, Deal, DealCreate>
