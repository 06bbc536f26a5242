import { fuzz, migrateSample, sampleSchema } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { nodeSqlite } from '../src/node-sqlite.ts'

test('random queries have the answers of the evaluator', async () => {
  const storage = nodeSqlite(':memory:')
  const schema = sampleSchema()
  storage.open(schema, { now: () => 0, sleep: async () => {} })
  await migrateSample(storage, schema)
  const { queries, difference } = await fuzz({ storages: [storage], schema, queries: 500, seed: 7 })
  expect([queries, difference]).toEqual([500, undefined])
  await storage.close()
})
