import { definePipeline } from '../../pipeline/index.ts'
import {
  type CreateOf,
  defineEntity,
  field,
  type ListInput,
  type RowOf,
  type Staged,
  type SubjectOf,
  type System,
} from '../../schema/index.ts'
import type { LeadTagCreate } from './lead-tag.ts'

/**
 * Somebody who may become a customer. `leads.convert` makes a company, a contact and a deal of it, once; from then on
 * they are named here. A lead without an owner is anybody's to claim.
 */
export const lead = defineEntity({
  name: 'lead',
  plural: 'leads',
  staged: true,
  fields: {
    name: field.string({ min: 1 }).optional().search().pii(),
    companyName: field.string({ min: 1 }).optional().search().plain(),
    title: field.string().optional().pii(),
    phone: field.phone().optional().search().index().pii(),
    email: field.email().optional().index().pii(),
    wechat: field.string({ min: 1 }).optional().pii(),
    /** Where it came from: a form, a fair, an advertisement. */
    source: field.string().optional().plain(),
    campaign: field.string().optional().plain(),
    /** What is wanted, in their words. */
    need: field.text().optional().pii(),
    region: field.string().optional().pii(),
    city: field.string().optional().pii(),
    /** What it may bring, in minor units. */
    amount: field.money().optional(),
    currency: field.currency().optional(),
    disqualifiedReason: field.string().optional().pii(),
    ownerId: field.string().optional().plain(),
    externalId: field.string().optional().unique().pii(),
    /** When and into what it was converted. */
    convertedAt: field.datetime().optional().generated(),
    companyId: field.ref('company').optional().generated(),
    contactId: field.ref('contact').optional().generated(),
    dealId: field.ref('deal').optional().generated(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'leads' },
    contact: { to: 'contact', via: 'contactId', inverse: 'leads' },
    deal: { to: 'deal', via: 'dealId', inverse: 'leads' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'leads' },
  },
  timeline: { at: 'createdAt', of: ['company', 'contact', 'deal'] },
  indexes: [['ownerId', 'createdAt'], ['pipeline', 'stage', 'createdAt'], ['createdAt']],
  identity: ['name', 'companyName', 'phone', 'email', 'wechat', 'externalId'],
  subject: 'contact',
})

/**
 * The lead pipeline of an instance that brings none of its own. A lead is won by its conversion, and by nothing else.
 *
 * @example
 * console.log(toMermaid(leadPipeline)) // new, contacted, qualified, then converted or lost
 */
export const leadPipeline = definePipeline({
  entity: 'lead',
  stages: {
    new: {},
    contacted: { probability: 0.1 },
    qualified: { probability: 0.3 },
    converted: { type: 'won' },
    disqualified: { type: 'lost', require: ['disqualifiedReason'] },
  },
  transitions: { disqualified: ['new'] },
})

/**
 * Somebody who may become a customer. Its conversion makes a company, a contact and a deal, once.
 *
 * @example
 * const lead: Lead = await me.leads.get('l_1')
 * console.log(lead.stage) // contacted
 */
export interface Lead extends System, Staged, RowOf<typeof lead.fields> {}

/**
 * What a creation of a lead takes.
 *
 * @example
 * const lead: LeadCreate = { name: '王芳', phone: '138 0000 0001', tags: ['展会'] }
 * await me.leads.create(lead)
 */
export interface LeadCreate extends CreateOf<typeof lead.fields> {
  tags?: ListInput<string | LeadTagCreate>
  /** The first pipeline of the entity, unless told. */
  pipeline?: string
}
export type LeadTypes = SubjectOf<typeof lead, Lead, LeadCreate>
