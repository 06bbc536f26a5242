import { exceeding, type Role } from '../../access/index.ts'
import { CrmError, invalid } from '../../error/index.ts'
import type { AnyHooks } from '../../operation/index.ts'

/** What a tenant says about roles must be sound, and nobody grants himself or others more than he has. */
export const policyHooks: AnyHooks = {
  beforeWrite(changes) {
    for (const { action, before, input, at } of changes) {
      if (action !== 'update' || input.role === undefined || input.role === before?.role) continue
      throw invalid(at === '' ? 'role' : `${at}.role`, 'cannot be changed', 'Set a policy for the other role.')
    }
  },
  async afterWrite(changes, { tenancy }) {
    const { actor, readsAll } = tenancy
    const roles = actor.roles
      .map((name) => tenancy.view.roles.get(name))
      .filter((role): role is Role => role !== undefined)
    const view = await tenancy.changed()
    if (actor.type === 'system') return
    for (const { after } of changes) {
      // A policy that is taken away leaves what the code says.
      const role = view.roles.get(after.role as string)
      const grant = role && exceeding(role, { roles, readsAll }, view.schema)
      if (grant !== undefined)
        throw new CrmError('GRANT_EXCEEDED', { details: { path: 'grants', role: after.role, grant } })
    }
  },
}
