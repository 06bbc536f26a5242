import { defineEntity, field } from '../../schema/index.ts'

/** A record has changed hands: one row each time, for every entity with an `ownerId`. */
export const ownershipChange = defineEntity({
  name: 'ownershipChange',
  plural: 'ownershipChanges',
  keeping: 'log',
  fields: {
    entity: field.string().plain(),
    recordId: field.string().plain(),
    /** Null: nobody's before. */
    from: field.string().optional().plain(),
    /** Null: nobody's now. */
    to: field.string().optional().plain(),
    at: field.datetime(),
    actor: field.string().plain(),
    reason: field.string().optional().pii(),
  },
  indexes: [['entity', 'recordId', 'at']],
})
