import { createCrm, definePipeline, field, type StorageAdapter } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'

const fulfilment = definePipeline({
  entity: 'deal',
  stages: { placed: { probability: 0.9 }, shipped: { type: 'won' } },
})

/** The trading company's CRM: what the core has, a field and a pipeline of its own, and one more role. */
export function northwind(storage: StorageAdapter) {
  const clock = testClock('1996-07-01T00:00:00Z')
  const crm = createCrm({
    storage,
    clock,
    tenancy: 'multi',
    fields: { deal: { late: field.boolean().default(false) } },
    pipelines: { deal: fulfilment },
    roles: { controller: { grants: { '*': { scope: 'all', can: ['read'] } } } },
  })
  return { crm, clock }
}

export type Northwind = ReturnType<typeof northwind>
/** What one actor works with. */
export type Desk = ReturnType<Northwind['crm']['as']>

export const tenant = 'northwind'
export const currency = 'USD'
