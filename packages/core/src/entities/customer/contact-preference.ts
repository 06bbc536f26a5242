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

/**
 * What a person prefers, or preferred: `current` tells which. A `value` of null says that he prefers nothing any more.
 *
 * @example
 * const { preferences } = await me.contacts.get('p_1', { include: { preferences: true } })
 * const drink: ContactPreference | undefined = preferences.find(({ key, current }) => key === 'drink' && current)
 */
export interface ContactPreference extends System, RowOf<typeof contactPreference.fields> {}

/**
 * A preference as a contact's `preferences` take it. It takes the place of what was said of the same key.
 *
 * @example
 * const drink: ContactPreferenceCreate = { key: 'drink', value: '拿铁', origin: 'the order of 3 March' }
 * await me.contacts.update('p_1', { preferences: [drink] })
 */
export interface ContactPreferenceCreate extends CreateOf<typeof contactPreference.fields> {}
export type ContactPreferenceTypes = OwnedEntityOf<typeof contactPreference, ContactPreference, ContactPreferenceCreate>
