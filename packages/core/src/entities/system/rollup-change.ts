import * as z from 'zod'
import { defineEntity, field } from '../../schema/index.ts'

/** What has changed of records, and is not in the cells of rollups yet. All rows are everybody's: workers look for whatever there is. */
export const rollupChange = defineEntity({
  name: 'rollupChange',
  plural: 'rollupChanges',
  keeping: 'log',
  fields: {
    /** The tenant that it belongs to. */
    of: field.string().plain(),
    entity: field.string().plain(),
    /** Those that go by it where it was written. */
    rollups: field.json(() => z.array(z.string())).plain(),
    /** The one that it is left for, once it is in the cells of the others; empty: all. */
    share: field.string().plain(),
    /** The fields whose values are told, and of each record these before and after. */
    fields: field.json(() => z.array(z.string())).plain(),
    changes: field.json(() => z.array(z.unknown())).plain(),
  },
  indexes: [['of', 'entity', 'share']],
})
