import type { StorageAdapter } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { fuzz, migrateSample, sampleSchema } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { copies, mirrorOf, onDuckdb } from './mirrors.ts'

const seed = 20_261_123

onDuckdb('the mirror answers as its main storage does', () => {
  test('random figures of random rows: zones, missing values, code points, sums, custom fields, permissions', async () => {
    const schema = sampleSchema()
    const { mirror, asked } = await mirrorOf(sqlite(':memory:'), ':memory:', ['thing', 'part', 'line'])
    let copied = false
    let answered = 0
    const storage: StorageAdapter = {
      ...mirror,
      id: 'mirror',
      // The fuzzer has written other rows.
      begin(options) {
        copied = false
        return mirror.begin(options)
      },
      session: {
        ...mirror.session,
        async aggregate(query) {
          if (!copied) await mirror.copy({ anew: true })
          copied = true
          answered++
          return mirror.session.aggregate(query)
        },
      },
    }
    storage.open(schema, { now: () => 0, sleep: async () => {} })
    await migrateSample(storage, schema)
    const report = await fuzz({ storages: [storage], schema, queries: 500, seed, queriesPerRows: 250 })
    expect(report.difference).toBeUndefined()
    // Those that look at the log are the main storage's.
    expect(asked.main).toBeLessThan(answered / 10)
    expect(answered).toBeGreaterThan(100)
    await mirror.close()
  })

  test('lists of copies are the same, too, page by page', async () => {
    const schema = sampleSchema()
    const storage = await copies()
    storage.open(schema, { now: () => 0, sleep: async () => {} })
    await migrateSample(storage, schema)
    const report = await fuzz({ storages: [storage], schema, queries: 50, seed })
    expect(report.difference).toBeUndefined()
    await storage.close()
  })
})
