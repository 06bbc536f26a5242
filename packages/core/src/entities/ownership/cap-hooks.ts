import { invalid } from '../../error/index.ts'
import type { AnyHooks } from '../../operation/index.ts'
import { hasOwner } from '../../schema/index.ts'

/** Caps are for entities whose records belong to somebody; they are part of what exists for the tenant. */
export const capHooks: AnyHooks = {
  beforeWrite(changes, { schema }) {
    for (const { action, before, input, at, set } of changes) {
      if (action === 'delete') continue
      const { entity, userId = null } = { ...before, ...input }
      const of = schema.entities.get(String(entity))
      if (of === undefined || !hasOwner(of))
        throw invalid(at === '' ? 'entity' : `${at}.entity`, 'is no entity whose records have an owner')
      set({ key: JSON.stringify([entity, userId]) })
    }
  },
  async afterWrite(_, { tenancy }) {
    await tenancy.changed()
  },
}
