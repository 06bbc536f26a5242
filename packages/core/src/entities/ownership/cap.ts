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

/**
 * How many open records of an entity somebody may own. A `userId` of null means everybody who has no cap of his own.
 *
 * @example
 * const { items } = await me.ownershipCaps.list({ where: { entity: 'company' } })
 * const general: OwnershipCap | undefined = items.find(({ userId }) => userId === null)
 */
export interface OwnershipCap extends System, RowOf<typeof ownershipCap.fields> {}

/**
 * What a creation of a cap takes. Who owns more already keeps it; what comes on top is `CAP_REACHED`.
 *
 * @example
 * const cap: OwnershipCapCreate = { entity: 'company', most: 200 }
 * await me.ownershipCaps.create(cap)
 */
export interface OwnershipCapCreate extends CreateOf<typeof ownershipCap.fields> {}
export type OwnershipCapTypes = EntityOf<typeof ownershipCap, OwnershipCap, OwnershipCapCreate>
