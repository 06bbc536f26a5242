import { fuzz, migrateSample, sampleSchema } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { file, memory, server } from './storages.ts'

// Another seed with every commit would make a red build that nobody can repeat; `npm run fuzz` takes a new one each time.
const seed = 20_261_121
const queries = 2000

describe('the same answers as the evaluator', () => {
  test.each([
    ['SQLite', () => memory({ empty: true })],
    ['Postgres', () => server({ empty: true })],
  ])(
    '%s: 2,000 random queries, every operator x kind x null x hop among them',
    { timeout: 120_000 },
    async (_, create) => {
      const fresh = await create()
      try {
        const schema = sampleSchema()
        fresh.storage.open(schema, environment)
        await migrateSample(fresh.storage, schema)
        const report = await fuzz({ storages: [fresh.storage], schema, queries, seed })
        expect(report.difference).toBeUndefined()
        expect(report.queries).toBe(queries)
        expect(report.least).toBeGreaterThanOrEqual(1)
        // In 50,000 queries each of them comes 20 times.
        expect(Math.floor(50_000 / report.combinations)).toBeGreaterThanOrEqual(20)
      } finally {
        await fresh.close()
      }
    },
  )

  test('a wrong answer is found, and told with a small query and its seed', async () => {
    const fresh = await file({ empty: true })
    try {
      const schema = sampleSchema()
      const { storage } = fresh
      storage.open(schema, environment)
      await migrateSample(storage, schema)
      const dropsFirst = {
        ...storage.session,
        select: async (query: never) => (await storage.session.select(query)).slice(1),
      }
      const wrong = { ...storage, id: 'wrong', session: dropsFirst }
      const { difference } = await fuzz({ storages: [wrong], schema, queries: 50, seed })
      expect(difference).toMatchObject({ storage: 'wrong', seed, query: { type: 'select', access: null } })
      expect(JSON.stringify(difference?.query).length).toBeLessThan(200)
    } finally {
      await fresh.close()
    }
  })
})

const environment = {
  now: () => Date.parse('2026-01-01T00:00:00.000Z'),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}
