import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** The ways of being in touch. */
export const activityKinds = ['call', 'email', 'meeting', 'note', 'visit', 'chat'] as const

/**
 * Something that was said or done with a customer, or noted about one. Who may read the customer (or the deal or lead)
 * may read it. Its owner is who did it, and stays so when he leaves.
 */
export const activity = defineEntity({
  name: 'activity',
  plural: 'activities',
  fields: {
    kind: field.enum(activityKinds),
    at: field.datetime().now(),
    subject: field.string().optional().search().pii(),
    body: field.text().optional().pii(),
    /** Who began it. */
    direction: field.enum(['in', 'out']).optional(),
    /** Seconds. */
    duration: field.integer({ min: 0 }).optional(),
    /** What came of it. */
    outcome: field.string().optional().pii(),
    /** What was agreed to happen next, and by which day. The activity that `follows` this one has done it. */
    nextStep: field.string().optional().pii(),
    nextStepOn: field.date().optional(),
    followsId: field.ref('activity').optional(),
    /** With whom: at least one. The company of a contact and the customer of a deal are filled in. */
    companyId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    dealId: field.ref('deal').optional(),
    leadId: field.ref('lead').optional(),
    /** Who did it. */
    ownerId: field.string().optional().plain(),
    externalId: field.string().optional().unique().plain(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'activities' },
    contact: { to: 'contact', via: 'contactId', inverse: 'activities' },
    deal: { to: 'deal', via: 'dealId', inverse: 'activities' },
    lead: { to: 'lead', via: 'leadId', inverse: 'activities' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'activities' },
    follows: { to: 'activity', via: 'followsId', inverse: 'followUps' },
  },
  timeline: { at: 'at', of: ['company', 'contact', 'deal', 'lead'], kind: 'kind' },
  indexes: [
    ['ownerId', 'at'],
    ['ownerId', 'nextStepOn'],
  ],
  identity: ['companyId', 'contactId', 'dealId', 'leadId'],
  open: false,
})

/**
 * What was said or done with a customer: a call, a mail, a visit, a note. `duration` is in seconds.
 *
 * @example
 * const { activity } = await me.activities.log({ kind: 'call', companyId: 'c_1', subject: 'Asked for a quote', duration: 240 })
 * const call: Activity = await me.activities.get(activity.id)
 */
export interface Activity extends System, RowOf<typeof activity.fields> {}

/**
 * What a creation of an activity takes. It names at least one of company, contact, deal and lead, else it is `IDENTITY_REQUIRED`.
 *
 * @example
 * const visit: ActivityCreate = { kind: 'visit', contactId: 'p_1', nextStep: 'send samples', nextStepOn: '2026-03-20' }
 * await me.activities.create(visit)
 */
export interface ActivityCreate extends CreateOf<typeof activity.fields> {}
export type ActivityTypes = EntityOf<typeof activity, Activity, ActivityCreate>
