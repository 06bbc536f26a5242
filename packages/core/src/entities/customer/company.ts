import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type ListInput,
  type RowOf,
  type System,
} from '../../schema/index.ts'
import { arrangedPoints } from './arrange-points.ts'
import type { CompanyPointCreate } from './company-point.ts'
import type { CompanyPreferenceCreate } from './company-preference.ts'
import type { CompanyTagCreate } from './company-tag.ts'
import { lifecycleField } from './lifecycle-field.ts'
import { arrangedPreferences } from './preference.ts'

/** An organisation that is, was or may become a customer. */
export const company = defineEntity({
  name: 'company',
  plural: 'companies',
  fields: {
    name: field.string({ min: 1 }).search().plain(),
    externalId: field.string().optional().unique().plain(),
    ownerId: field.string().optional().plain(),
    website: field.string().optional().plain(),
    industry: field.string().optional().plain(),
    /** How many people work there. */
    size: field.integer({ min: 0 }).optional(),
    /** Of its primary point. */
    phone: field.phone().optional().pii(),
    /** Of its primary point. */
    email: field.email().optional().pii(),
    address: field.string().optional().pii(),
    city: field.string().optional().plain(),
    region: field.string().optional().plain(),
    postalCode: field.string().optional().plain(),
    country: field.string().optional().plain(),
    lifecycle: lifecycleField,
  },
  relations: { owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'companies' } },
  indexes: [['ownerId', 'createdAt'], ['createdAt']],
  arrange: [arrangedPoints, arrangedPreferences],
})

/**
 * An organisation that one sells to. `phone` and `email` are those of its primary contact points.
 *
 * @example
 * const company: Company = await me.companies.get('c_1')
 * console.log(company.name, company.ownerId)
 */
export interface Company extends System, RowOf<typeof company.fields> {}

/**
 * What a creation of a company takes. A company has a name; the actor becomes its owner unless told.
 *
 * @example
 * const company: CompanyCreate = { name: '上海精工机械', points: ['021 5566 7788'], tags: ['高潜力'] }
 * await me.companies.create(company)
 */
export interface CompanyCreate extends CreateOf<typeof company.fields> {
  /** All contact points. On update they replace those there. A text is an e-mail address if it has an `@`, else a phone number. */
  points?: ListInput<string | CompanyPointCreate>
  tags?: ListInput<string | CompanyTagCreate>
  /** What is now preferred; what was before is kept as history. */
  preferences?: readonly CompanyPreferenceCreate[]
}
export type CompanyTypes = EntityOf<typeof company, Company, CompanyCreate>
