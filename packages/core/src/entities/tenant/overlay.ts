import { defineEntity, field } from '../../schema/index.ts'

/** One row for a tenant who has something of his own: its version, which every statement that goes by it checks. */
export const overlay = defineEntity({
  name: 'overlay',
  plural: 'overlays',
  keeping: 'log',
  fields: { version: field.integer() },
})
