import { createCrm, definePipeline, type StorageAdapter } from '@guanxi/core'
import { coreFixtures, reflection } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { memory, server, servers } from './storages.ts'

// As the core's, and open to changes: tenants may have pipelines of their own.
const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: {
    qualified: {},
    proposal: {},
    negotiation: {},
    won: { type: 'won' },
    lost: { type: 'lost', require: ['lostReason'] },
  },
})
const crm = (storage: StorageAdapter) => createCrm({ storage, tenancy: 'multi', pipelines: { deal } })
const suite = { crm, fixtures: coreFixtures, describe, test, afterAll }

reflection({ ...suite, name: 'The core on SQLite', create: memory })
if (servers) reflection({ ...suite, name: 'The core on Postgres', create: server })
