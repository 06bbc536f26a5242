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

export interface LeadTag extends System, RowOf<typeof leadTag.fields> {}
export interface LeadTagCreate extends CreateOf<typeof leadTag.fields> {
  /** Names a tag that exists, when the tags of a lead are replaced. */
  id?: string
}
export type LeadTagTypes = OwnedEntityOf<typeof leadTag, LeadTag, LeadTagCreate>
