import * as z from 'zod'
import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'
import { storedGrants } from './grants.ts'

/** What a role may do for a tenant: his version of one that the code defines, or one of his own. */
export const policy = defineEntity({
  name: 'policy',
  plural: 'policies',
  fields: {
    role: field.string({ min: 1, max: 100 }).unique().plain(),
    /** By entity; `*` for those that are not named. */
    grants: field.json(storedGrants).plain(),
    /** Operations that are granted by name. */
    operations: field
      .json(() => z.array(z.string()).max(1000).readonly())
      .optional()
      .plain(),
  },
})

/**
 * What a role may do for a tenant: his version of one that the code defines, or one of his own.
 *
 * @example
 * const policy: PolicyRecord = await me.policies.set({ role: 'intern', grants: { deal: { scope: 'own', can: ['read'] } } })
 * console.log(policy.role, policy.grants)
 */
export interface PolicyRecord extends System, RowOf<typeof policy.fields> {}

/**
 * What is kept of a role that a tenant sets by `policies.set`. Nobody grants more than he has himself: `GRANT_EXCEEDED`.
 *
 * @example
 * const intern: PolicyCreate = { role: 'intern', grants: { deal: { scope: 'own', can: ['read'] } } }
 */
export interface PolicyCreate extends CreateOf<typeof policy.fields> {}
export type PolicyTypes = EntityOf<typeof policy, PolicyRecord, PolicyCreate>
