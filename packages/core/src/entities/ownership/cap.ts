import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** How many open records of an entity one user may own. What he has already is his; more he does not get. */
export const ownershipCap = defineEntity({
  name: 'ownershipCap',
  plural: 'ownershipCaps',
  fields: {
    /** Such as `company`. */
    entity: field.string({ min: 1, max: 100 }).plain(),
    /** For whom; everybody who has no cap of his own, if missing. */
    userId: field.string({ min: 1 }).optional().plain(),
    most: field.integer({ min: 0 }),
    /** One for an entity and a user. */
    key: field.string().unique().generated().plain(),
  },
})

export interface OwnershipCap extends System, RowOf<typeof ownershipCap.fields> {}
export interface OwnershipCapCreate extends CreateOf<typeof ownershipCap.fields> {}
export type OwnershipCapTypes = EntityOf<typeof ownershipCap, OwnershipCap, OwnershipCapCreate>
