import { storageConformance } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { file, memory, server } from './storages.ts'

const suite = { describe, test, afterAll }
const empty = { empty: true }

storageConformance({ ...suite, name: 'SQLite in memory', create: () => memory(empty) })
storageConformance({ ...suite, name: 'SQLite in a file', create: () => file(empty) })
storageConformance({ ...suite, name: 'Postgres', create: () => server(empty) })
storageConformance({ ...suite, name: 'Postgres by COPY', create: () => server({ ...empty, copy: true }) })
