import { CrmError } from '../../error/index.ts'
import type { HandlersOf, Scope } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { tenantOperations } from './contracts.ts'

type Operations = Pick<typeof tenantOperations, 'policies'>

/** What a role may do for a tenant. */
export const policyHandlers: HandlersOf<CoreTypes, Operations> = {
  policies: {
    async set({ crm }, { role, grants, operations = [] }) {
      const id = await idOf(crm, role)
      const said = { grants, operations }
      return id === undefined ? crm.policies.create({ role, ...said }) : crm.policies.update(id, said)
    },
    async remove({ crm }, { role }) {
      const id = await idOf(crm, role)
      if (id === undefined) throw new CrmError('NOT_FOUND', { details: { path: 'role', entity: 'policy' } })
      await crm.policies.delete(id)
    },
  },
}

async function idOf(crm: Scope<CoreTypes>, role: string): Promise<string | undefined> {
  const { items } = await crm.policies.list({ where: { role }, limit: 1 })
  return items[0]?.id
}
