import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { preferenceFields } from './preference.ts'

/** What a company prefers, and preferred. It is written through its company: `companies.prefer(id, { key: 'drink', value: '拿铁' })`. */
export const companyPreference = defineEntity({
  name: 'companyPreference',
  plural: 'companyPreferences',
  ownedBy: 'company',
  fields: { companyId: field.ref('company').generated(), ...preferenceFields },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'preferences' } },
  indexes: [['key', 'value']],
  appended: true,
})

/**
 * What a company prefers, or preferred: `current` tells which. A `value` of null says that it prefers nothing any more.
 *
 * @example
 * const { preferences } = await me.companies.get('c_1', { include: { preferences: { where: { current: true } } } })
 * const [first]: readonly CompanyPreference[] = preferences
 */
export interface CompanyPreference extends System, RowOf<typeof companyPreference.fields> {}

/**
 * A preference as a company's `preferences` take it. It takes the place of what was said of the same key.
 *
 * @example
 * const invoice: CompanyPreferenceCreate = { key: 'invoice', value: 'by mail', origin: 'told by phone' }
 * await me.companies.update('c_1', { preferences: [invoice] })
 */
export interface CompanyPreferenceCreate extends CreateOf<typeof companyPreference.fields> {}
export type CompanyPreferenceTypes = OwnedEntityOf<typeof companyPreference, CompanyPreference, CompanyPreferenceCreate>
