import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { tagFields, tagOfText } from '../customer/tag.ts'

/** A word on a lead. It is written through its lead: `leads.create({ tags: ['高潜力'] })`. */
export const leadTag = defineEntity({
  name: 'leadTag',
  plural: 'leadTags',
  ownedBy: 'lead',
  fields: { leadId: field.ref('lead').generated(), ...tagFields },
  relations: { lead: { to: 'lead', via: 'leadId', inverse: 'tags' } },
  indexes: [['tag', 'leadId']],
  fromText: tagOfText,
  key: ['tag'],
})

/**
 * A word on a lead.
 *
 * @example
 * const { tags } = await me.leads.get('l_1', { include: { tags: true } })
 * const words = tags.map(({ tag }: LeadTag) => tag)
 */
export interface LeadTag extends System, RowOf<typeof leadTag.fields> {}

/**
 * A tag as a lead's `tags` take it, which a plain text does, too.
 *
 * @example
 * const tag: LeadTagCreate = { tag: '展会' }
 * await me.leads.update('l_1', { tags: { add: [tag] } })
 */
export interface LeadTagCreate extends CreateOf<typeof leadTag.fields> {
  /** Names a tag that exists, when the tags of a lead are replaced. */
  id?: string
}
export type LeadTagTypes = OwnedEntityOf<typeof leadTag, LeadTag, LeadTagCreate>
