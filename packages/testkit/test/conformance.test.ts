import { storageConformance } from '@guanxi/testkit'
import { afterAll, describe, inject, test } from 'vitest'
import { file, memory, server } from './storages.ts'

storageConformance({ name: 'SQLite in memory', create: memory, describe, test, afterAll })
storageConformance({ name: 'SQLite in a file', create: file, describe, test, afterAll })
storageConformance({ name: 'Postgres', create: () => server(inject('postgresUrl')), describe, test, afterAll })
