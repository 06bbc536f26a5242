import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** A person. A phone alone is enough to begin with. */
export const contact = defineEntity({
  name: 'contact',
  plural: 'contacts',
  fields: {
    name: field.string({ min: 1 }).optional().search().pii(),
    externalId: field.string().optional().unique(),
    companyId: field.ref('company').optional(),
    ownerId: field.string().optional(),
    title: field.string().optional(),
    phone: field.phone().optional().search().pii(),
    email: field.email().optional().unique().pii(),
    birthday: field.date().optional().pii(),
    address: field.string().optional().pii(),
    city: field.string().optional(),
    region: field.string().optional(),
    country: field.string().optional(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'contacts' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'contacts' },
  },
  indexes: [['ownerId', 'createdAt'], ['createdAt']],
  identity: ['name', 'phone', 'email', 'externalId', 'companyId'],
})

export interface Contact extends System, RowOf<typeof contact.fields> {}
export interface ContactCreate extends CreateOf<typeof contact.fields> {}
export type ContactTypes = EntityOf<typeof contact, Contact, ContactCreate>
