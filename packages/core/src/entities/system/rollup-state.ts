import { defineEntity, field } from '../../schema/index.ts'

/** A rollup, by its name, of all tenants: by which definition its cells hold all records, and since when. */
export const rollupState = defineEntity({
  name: 'rollupState',
  plural: 'rollupStates',
  keeping: 'log',
  fields: {
    /** Empty: they do not hold all yet. */
    digest: field.string().plain(),
    at: field.datetime(),
    /** How often cells were set right: who compares them is told that somebody else has. */
    mends: field.integer(),
  },
})
