import type { InverseOf } from '../../schema/index.ts'
import type { CompanyTypes, company } from './company.ts'
import type { ContactTypes, contact } from './contact.ts'

/** Customers: companies and people. */
export interface CustomerEntities {
  company: CompanyTypes
  contact: ContactTypes
}
export type CustomerInverses = InverseOf<typeof company> & InverseOf<typeof contact>
export type CustomerOperations = {}
