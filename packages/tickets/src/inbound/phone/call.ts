import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'

/** Calls, of known and unknown numbers. */
export const call = defineEntity({
  name: 'call',
  plural: 'calls',
  fields: {
    /** Of the telephone system: what it says of one call is one record. */
    callId: field.string({ min: 1, max: 200 }).unique().plain(),
    /** As it is compared: `+8613800138000`. */
    number: field.phone().pii(),
    /** As it was shown. */
    shown: field.string({ max: 100 }).optional().pii(),
    direction: field.enum(['in', 'out']).default('in'),
    state: field.enum(['ringing', 'answered', 'missed', 'ended']).default('ringing'),
    at: field.datetime().now(),
    /** Seconds. */
    duration: field.integer({ min: 0 }).optional(),
    /** Whose number it is, where it is one person's alone. */
    contactId: field.ref('contact').optional(),
  },
  relations: { contact: { to: 'contact', via: 'contactId', inverse: 'calls' } },
  timeline: { at: 'at', of: ['contact'] },
  indexes: [['number', 'at']],
})

/**
 * A call, of a known or an unknown number.
 *
 * @example
 * const missed: readonly Call[] = (await me.calls.list({ where: { state: 'missed', contactId: null } })).items
 */
export interface Call extends System, RowOf<typeof call.fields> {}

/**
 * What a creation of a call takes. Calls are logged by `inbound.call`.
 *
 * @example
 * const old: CallCreate = { callId: 'c-1', number: '138 0013 8000', state: 'ended', duration: 60 }
 */
export interface CallCreate extends CreateOf<typeof call.fields> {}
export type CallTypes = EntityOf<typeof call, Call, CallCreate>
