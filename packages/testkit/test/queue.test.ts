import { tableQueue } from '@guanxi/core'
import { type FreshQueue, type FreshStorage, queueConformance } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { file, memory, server, servers } from './storages.ts'

const suite = { describe, test, afterAll }
const on = async (fresh: Promise<FreshStorage>): Promise<FreshQueue> => ({
  ...(await fresh),
  queue: () => tableQueue(),
})

queueConformance({ ...suite, name: 'The table queue on SQLite in memory', create: () => on(memory()) })
queueConformance({ ...suite, name: 'The table queue on SQLite in a file', create: () => on(file()) })
if (servers) queueConformance({ ...suite, name: 'The table queue on Postgres', create: () => on(server()) })
