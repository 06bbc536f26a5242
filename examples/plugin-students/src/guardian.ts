import { type CreateOf, type EntityHooks, field, invalid, type PluginTypes, type RowOf } from '@guanxi/core'

/** What the plugin adds to contacts: who is called about a child. */
export const guardianFields = {
  guardian: field.string().optional().pii(),
  guardianPhone: field.phone().optional().pii(),
}

export interface GuardianFields extends RowOf<typeof guardianFields> {}
export interface GuardianInput extends CreateOf<typeof guardianFields> {}

/** A guardian can be called; nobody else needs a telephone number for him. */
export const guardianHooks: EntityHooks<PluginTypes> = {
  beforeWrite(changes) {
    for (const { input, before } of changes) {
      const { guardian, guardianPhone } = { ...before, ...input }
      if (guardian && !guardianPhone) throw invalid('guardianPhone', 'a guardian needs a telephone number')
    }
  },
}
