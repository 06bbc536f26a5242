import { defineEntity, field } from '../../schema/index.ts'

/** Somebody works on a record that is not his own: he may read it, or change it too. Written by `share` and `unshare`. */
export const recordMember = defineEntity({
  name: 'recordMember',
  plural: 'recordMembers',
  keeping: 'log',
  fields: {
    entity: field.string().plain(),
    recordId: field.string().plain(),
    userId: field.string().plain(),
    level: field.enum(['read', 'write']),
    at: field.datetime(),
    /** Who let him in. */
    by: field.string().plain(),
  },
  about: { via: 'recordId', inverse: 'sharedWith', of: 'owned' },
  indexes: [['recordId', 'userId']],
})
