import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** An organisation that is, was or may become a customer. */
export const company = defineEntity({
  name: 'company',
  plural: 'companies',
  fields: {
    name: field.string({ min: 1 }).search(),
    externalId: field.string().optional().unique(),
    ownerId: field.string().optional(),
    website: field.string().optional(),
    industry: field.string().optional(),
    /** How many people work there. */
    size: field.integer({ min: 0 }).optional(),
    phone: field.phone().optional().pii(),
    email: field.email().optional().pii(),
    address: field.string().optional().pii(),
    city: field.string().optional(),
    region: field.string().optional(),
    postalCode: field.string().optional(),
    country: field.string().optional(),
  },
  relations: { owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'companies' } },
  indexes: [['ownerId', 'createdAt'], ['createdAt']],
})

export interface Company extends System, RowOf<typeof company.fields> {}
export interface CompanyCreate extends CreateOf<typeof company.fields> {}
export type CompanyTypes = EntityOf<typeof company, Company, CompanyCreate>
