import { CrmError } from '../../error/index.ts'
import type { HandlersOf, Scope } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { tenantOperations } from './contracts.ts'

type Operations = Pick<typeof tenantOperations, 'customFields'>

/** The life of a tenant's own field, by its entity and name. */
export const customFieldHandlers: HandlersOf<CoreTypes, Operations> = {
  customFields: {
    define: ({ crm }, input) => crm.customFields.create(given(input)),
    async change({ crm }, { entity, name, ...changes }) {
      return crm.customFields.update(await idOf(crm, entity, name), given(changes))
    },
    async remove({ crm }, { entity, name, purge = false }) {
      const id = await idOf(crm, entity, name)
      if (purge) await crm.customFields.update(id, { purged: true })
      await crm.customFields.delete(id)
    },
  },
}

async function idOf(crm: Scope<CoreTypes>, entity: string, name: string): Promise<string> {
  const { items } = await crm.customFields.list({ where: { entity, name }, limit: 1 })
  const [field] = items
  if (field !== undefined) return field.id
  throw new CrmError('NOT_FOUND', { details: { path: 'name', entity: 'customField' } })
}

/** Without the keys that have no value. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
