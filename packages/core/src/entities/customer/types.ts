import type { InverseOf } from '../../schema/index.ts'
import type { CompanyTypes, company } from './company.ts'
import type { CompanyPointTypes, companyPoint } from './company-point.ts'
import type { CompanyPreferenceTypes, companyPreference } from './company-preference.ts'
import type { CompanyTagTypes, companyTag } from './company-tag.ts'
import type { ContactTypes, contact } from './contact.ts'
import type { ContactPointTypes, contactPoint } from './contact-point.ts'
import type { ContactPreferenceTypes, contactPreference } from './contact-preference.ts'
import type { ContactTagTypes, contactTag } from './contact-tag.ts'
import type { customerOperations } from './contracts.ts'
import type { LifecycleChanged } from './lifecycle-field.ts'

/** Customers: companies and people, and by what they are reached. */
export interface CustomerEntities {
  company: CompanyTypes
  companyPoint: CompanyPointTypes
  companyTag: CompanyTagTypes
  companyPreference: CompanyPreferenceTypes
  contact: ContactTypes
  contactPoint: ContactPointTypes
  contactTag: ContactTagTypes
  contactPreference: ContactPreferenceTypes
}
export type CustomerInverses = InverseOf<typeof company> &
  InverseOf<typeof companyPoint> &
  InverseOf<typeof companyPreference> &
  InverseOf<typeof companyTag> &
  InverseOf<typeof contact> &
  InverseOf<typeof contactPoint> &
  InverseOf<typeof contactPreference> &
  InverseOf<typeof contactTag>
export type CustomerOperations = typeof customerOperations
export interface CustomerEvents {
  'lifecycle.changed': LifecycleChanged
}
