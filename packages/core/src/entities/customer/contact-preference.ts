import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { preferenceFields } from './preference.ts'

/** What a contact prefers, and preferred. It is written through its contact: `contacts.prefer(id, { key: 'drink', value: '拿铁' })`. */
export const contactPreference = defineEntity({
  name: 'contactPreference',
  plural: 'contactPreferences',
  ownedBy: 'contact',
  fields: { contactId: field.ref('contact').generated(), ...preferenceFields },
  relations: { contact: { to: 'contact', via: 'contactId', inverse: 'preferences' } },
  indexes: [['key', 'value']],
  appended: true,
})

export interface ContactPreference extends System, RowOf<typeof contactPreference.fields> {}
export interface ContactPreferenceCreate extends CreateOf<typeof contactPreference.fields> {}
export type ContactPreferenceTypes = OwnedEntityOf<typeof contactPreference, ContactPreference, ContactPreferenceCreate>
