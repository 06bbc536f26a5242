import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { tagFields, tagOfText } from './tag.ts'

/** A word on a company. It is written through its company: `companies.create({ tags: ['高潜力'] })`. */
export const companyTag = defineEntity({
  name: 'companyTag',
  plural: 'companyTags',
  ownedBy: 'company',
  fields: { companyId: field.ref('company').generated(), ...tagFields },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'tags' } },
  indexes: [['tag', 'companyId']],
  fromText: tagOfText,
  key: ['tag'],
})

/**
 * A word on a company.
 *
 * @example
 * const { tags } = await me.companies.get('c_1', { include: { tags: true } })
 * const words = tags.map(({ tag }: CompanyTag) => tag)
 */
export interface CompanyTag extends System, RowOf<typeof companyTag.fields> {}

/**
 * A tag as a company's `tags` take it, which a plain text does, too.
 *
 * @example
 * const tag: CompanyTagCreate = { tag: '高潜力' }
 * await me.companies.update('c_1', { tags: { add: [tag] } })
 */
export interface CompanyTagCreate extends CreateOf<typeof companyTag.fields> {
  /** Names a tag that exists, when the tags of a company are replaced. */
  id?: string
}
export type CompanyTagTypes = OwnedEntityOf<typeof companyTag, CompanyTag, CompanyTagCreate>
