import { type CreateOf, field, type RowOf } from '@guanxi/core'

/** What the plugin adds to companies. */
export const companyFields = {
  serviceLevel: field.enum(['standard', 'premium']).default('standard'),
  lastServicedOn: field.date().optional().generated(),
}

export interface CompanyFields extends RowOf<typeof companyFields> {}
export interface CompanyInput extends CreateOf<typeof companyFields> {}
