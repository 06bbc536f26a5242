import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { tagFields, tagOfText } from '../customer/tag.ts'

/** A word on a deal. It is written through its deal: `deals.create({ tags: ['高潜力'] })`. */
export const dealTag = defineEntity({
  name: 'dealTag',
  plural: 'dealTags',
  ownedBy: 'deal',
  fields: { dealId: field.ref('deal').generated(), ...tagFields },
  relations: { deal: { to: 'deal', via: 'dealId', inverse: 'tags' } },
  indexes: [['tag', 'dealId']],
  fromText: tagOfText,
  key: ['tag'],
})

/**
 * A word on a deal.
 *
 * @example
 * const { tags } = await me.deals.get('d_1', { include: { tags: true } })
 * const words = tags.map(({ tag }: DealTag) => tag)
 */
export interface DealTag extends System, RowOf<typeof dealTag.fields> {}

/**
 * A tag as a deal's `tags` take it, which a plain text does, too.
 *
 * @example
 * const tag: DealTagCreate = { tag: 'tender' }
 * await me.deals.update('d_1', { tags: { add: [tag] } })
 */
export interface DealTagCreate extends CreateOf<typeof dealTag.fields> {
  /** Names a tag that exists, when the tags of a deal are replaced. */
  id?: string
}
export type DealTagTypes = OwnedEntityOf<typeof dealTag, DealTag, DealTagCreate>
