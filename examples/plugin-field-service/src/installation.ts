import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'

/** A machine that stands at a customer's. */
export const installation = defineEntity({
  name: 'installation',
  plural: 'installations',
  fields: {
    companyId: field.ref('company'),
    /** Whom to ring there. */
    contactId: field.ref('contact').optional(),
    serial: field.string({ min: 1 }).unique().search().plain(),
    model: field.string({ min: 1 }).plain(),
    installedOn: field.date(),
    /** Two years from the installation unless told. */
    warrantyUntil: field.date().optional(),
    lastVisitOn: field.date().optional().generated(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'installations' },
    contact: { to: 'contact', via: 'contactId', inverse: 'installations' },
  },
  indexes: [['companyId', 'warrantyUntil'], ['warrantyUntil']],
})

export interface Installation extends System, RowOf<typeof installation.fields> {}
export interface InstallationCreate extends CreateOf<typeof installation.fields> {}
export type InstallationTypes = EntityOf<typeof installation, Installation, InstallationCreate>
