import { defineEntity, field } from '../../schema/index.ts'

/** A rollup whose cells hold all records, by its name: by which definition, and since when. Of all tenants. */
export const rollupState = defineEntity({
  name: 'rollupState',
  plural: 'rollupStates',
  keeping: 'log',
  fields: { digest: field.string().plain(), at: field.datetime() },
})
