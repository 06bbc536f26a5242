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

export interface CompanyPreference extends System, RowOf<typeof companyPreference.fields> {}
export interface CompanyPreferenceCreate extends CreateOf<typeof companyPreference.fields> {}
export type CompanyPreferenceTypes = OwnedEntityOf<typeof companyPreference, CompanyPreference, CompanyPreferenceCreate>
