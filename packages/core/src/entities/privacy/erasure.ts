import * as z from 'zod'
import { defineEntity, field } from '../../schema/index.ts'

/** The receipts of erasures: what was done, when, by whom and why, and no value of it. They are never erased. */
export const erasure = defineEntity({
  name: 'erasure',
  plural: 'erasures',
  keeping: 'log',
  fields: {
    at: field.datetime(),
    actor: field.string().plain(),
    reason: field.string().optional().plain(),
    /** The person's record. */
    entity: field.string().plain(),
    recordId: field.string().plain(),
    /** Records, names of fields, counts. */
    details: field.json(() => z.unknown()).plain(),
  },
  indexes: [['entity', 'recordId', 'at']],
})
