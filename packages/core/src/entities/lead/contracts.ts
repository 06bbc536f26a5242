import * as z from 'zod'
import { command, inputOf, patchOf, recordOf } from '../../operation/index.ts'

const id = () => z.string().min(1)
/** Not `z.record`, which lets a key `__proto__` pass unseen. */
const fieldMap = () =>
  z.custom<Readonly<Record<string, string | null>>>(
    (map) =>
      typeof map === 'object' &&
      map !== null &&
      !Array.isArray(map) &&
      Object.values(map).every((place) => place === null || typeof place === 'string'),
    'expected the names of fields',
  )

/** What becomes of leads. */
export const leadOperations = {
  leads: {
    convert: command({
      target: 'record',
      summary: 'Make a company, a contact and a deal of a lead, once; again, it answers what became of it.',
      input: () =>
        z.strictObject({
          /** A company or contact that is there already. */
          companyId: id().meta({ ref: 'company' }).optional(),
          contactId: id().meta({ ref: 'contact' }).optional(),
          /** What the new records have beside what the lead gives them; no deal is made for `false`. */
          company: patchOf('company').optional(),
          contact: patchOf('contact').optional(),
          deal: z.union([patchOf('deal'), z.literal(false)]).optional(),
          /** Where fields of the lead go, `{ budget: 'deal.amount' }`; nowhere for null. */
          map: fieldMap().optional(),
        }),
      output: () =>
        z.strictObject({
          lead: recordOf('lead'),
          companyId: z.string().nullable(),
          contactId: z.string().nullable(),
          dealId: z.string().nullable(),
          /** Whether this call did it. */
          converted: z.boolean(),
        }),
      errors: ['NOT_FOUND', 'FORBIDDEN', 'REFERENCE_NOT_FOUND', 'TRANSITION_NOT_ALLOWED', 'STAGE_UNKNOWN', 'DUPLICATE'],
      elevate: true,
    }),
    capture: command({
      target: 'collection',
      summary: 'Create a lead, unless its phone or mail is a customer’s: then say whose he is.',
      input: () => inputOf('lead'),
      output: () =>
        z.discriminatedUnion('status', [
          z.strictObject({ status: z.literal('created'), lead: recordOf('lead') }),
          z.strictObject({
            status: z.literal('conflict'),
            customer: z.enum(['contact', 'company']),
            customerId: z.string(),
            /** The user's id; null where the customer is nobody's. */
            ownedBy: z.string().nullable(),
          }),
        ]),
      errors: ['IDENTITY_REQUIRED', 'REFERENCE_NOT_FOUND', 'DUPLICATE'],
    }),
  },
}
