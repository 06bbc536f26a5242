import {
  type CreateOf,
  defineEntity,
  field,
  type ListInput,
  type RowOf,
  type SubjectOf,
  type System,
} from '../../schema/index.ts'
import { arrangedPoints } from './arrange-points.ts'
import type { ContactPointCreate } from './contact-point.ts'
import type { ContactPreferenceCreate } from './contact-preference.ts'
import type { ContactTagCreate } from './contact-tag.ts'
import { lifecycleField } from './lifecycle-field.ts'
import { arrangedPreferences } from './preference.ts'

/** A person. A phone alone is enough to begin with. */
export const contact = defineEntity({
  name: 'contact',
  plural: 'contacts',
  fields: {
    name: field.string({ min: 1 }).optional().search().pii(),
    externalId: field.string().optional().unique().pii(),
    companyId: field.ref('company').optional(),
    ownerId: field.string().optional().plain(),
    title: field.string().optional().pii(),
    /** Of his primary point. */
    phone: field.phone().optional().search().pii(),
    /** Of his primary point. */
    email: field.email().optional().unique().pii(),
    birthday: field.date().optional().pii(),
    address: field.string().optional().pii(),
    city: field.string().optional().pii(),
    region: field.string().optional().pii(),
    country: field.string().optional().plain(),
    lifecycle: lifecycleField,
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'contacts' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'contacts' },
  },
  indexes: [['ownerId', 'createdAt'], ['createdAt']],
  arrange: [arrangedPoints, arrangedPreferences],
  subject: true,
  identity: ['name', 'phone', 'email', 'externalId', 'companyId'],
})

/**
 * A person, of a company or for himself. `phone` and `email` are those of his primary contact points.
 *
 * @example
 * const contact: Contact = await me.contacts.get('p_1')
 * console.log(contact.name, contact.phone)
 */
export interface Contact extends System, RowOf<typeof contact.fields> {}

/**
 * What a creation of a contact takes: a name, a contact point, an external id or a company, else it is `IDENTITY_REQUIRED`.
 *
 * @example
 * const contact: ContactCreate = { name: '王芳', companyId: 'c_1', points: ['138 0000 0001', 'wang@x.cn'] }
 * await me.contacts.create(contact)
 */
export interface ContactCreate extends CreateOf<typeof contact.fields> {
  /** All contact points. On update they replace those there. A text is an e-mail address if it has an `@`, else a phone number. */
  points?: ListInput<string | ContactPointCreate>
  tags?: ListInput<string | ContactTagCreate>
  /** What is now preferred; what was before is kept as history. */
  preferences?: readonly ContactPreferenceCreate[]
}
export type ContactTypes = SubjectOf<typeof contact, Contact, ContactCreate>
