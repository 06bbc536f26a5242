import { createCrm, type StorageAdapter } from '@guanxi/core'
import { coreFixtures, reflection } from '@guanxi/testkit'
import { afterAll, describe, inject, test } from 'vitest'
import { memory, server } from './storages.ts'

const crm = (storage: StorageAdapter) => createCrm({ storage, tenancy: 'multi' })
const suite = { crm, fixtures: coreFixtures, describe, test, afterAll }

reflection({ ...suite, name: 'The core on SQLite', create: memory })
reflection({ ...suite, name: 'The core on Postgres', create: () => server(inject('postgresUrl')) })
