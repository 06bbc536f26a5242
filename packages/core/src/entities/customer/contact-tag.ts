import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { tagFields, tagOfText } from './tag.ts'

/** A word on a contact. It is written through its contact: `contacts.create({ tags: ['高潜力'] })`. */
export const contactTag = defineEntity({
  name: 'contactTag',
  plural: 'contactTags',
  ownedBy: 'contact',
  fields: { contactId: field.ref('contact').generated(), ...tagFields },
  relations: { contact: { to: 'contact', via: 'contactId', inverse: 'tags' } },
  indexes: [['tag', 'contactId']],
  fromText: tagOfText,
  key: ['tag'],
})

/**
 * A word on a contact.
 *
 * @example
 * const { tags } = await me.contacts.get('p_1', { include: { tags: true } })
 * const words = tags.map(({ tag }: ContactTag) => tag)
 */
export interface ContactTag extends System, RowOf<typeof contactTag.fields> {}

/**
 * A tag as a contact's `tags` take it, which a plain text does, too.
 *
 * @example
 * const tag: ContactTagCreate = { tag: '忠诚' }
 * await me.contacts.update('p_1', { tags: { add: [tag] } })
 */
export interface ContactTagCreate extends CreateOf<typeof contactTag.fields> {
  /** Names a tag that exists, when the tags of a contact are replaced. */
  id?: string
}
export type ContactTagTypes = OwnedEntityOf<typeof contactTag, ContactTag, ContactTagCreate>
