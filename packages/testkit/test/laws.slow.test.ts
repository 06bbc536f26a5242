import { type FreshStorage, migrateSample, Random, randomRows, sampleSchema } from '@guanxi/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SelectCase } from '../src/fuzz/case.ts'
import { type Combination, combinations } from '../src/fuzz/coverage.ts'
import { leafOf } from '../src/fuzz/leaf.ts'
import { CaseMaker } from '../src/fuzz/maker.ts'
import { shrink } from '../src/fuzz/shrink.ts'
import { sampleTenant } from '../src/sample/schema.ts'
import { type Law, opposed, type Place, paged, pagedMeanwhile, partitioned, summed } from './laws/laws.ts'
import { memory, server, servers } from './storages.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const seed = 20_261_122
/** Queries of each law: four thousand are 20,000 together. */
const queries = full ? 4000 : 30
const queriesPerRows = 50

const environment = {
  now: () => Date.parse('2026-01-01T00:00:00.000Z'),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}

const laws: readonly (readonly [name: string, law: Law, fits: (combination: Combination) => boolean])[] = [
  ['TLP: rows(P) and rows(not P) are all', partitioned, () => true],
  [
    'TLP: rows(f > v), rows(f <= v) and rows(f is null) are all',
    opposed,
    ({ hop, operator }) => hop === 'own' && /^[gl]te?\b/.test(operator),
  ],
  ['TLP: figures of P and of not P come to those of all', summed, () => true],
  ['the pages, one after another, are the list', paged, () => true],
  ['pages lose and double no row, whatever others write', pagedMeanwhile, () => true],
]

const databases = [
  ['sqlite', () => memory({ empty: true })],
  ...(servers ? [['postgres', () => server({ empty: true })] as const] : []),
] as const

describe.each(databases)('%s', (_, create) => {
  let fresh: FreshStorage
  beforeAll(async () => {
    fresh = await create()
    fresh.storage.open(sampleSchema(), environment)
    await migrateSample(fresh.storage, sampleSchema())
  })
  afterAll(() => fresh.close())

  test.each(laws)('R11: %s', { timeout: 3_600_000 }, async (name, law, fits) => {
    const { storage } = fresh
    const all = combinations().filter(fits)
    const schema = sampleTenant(sampleSchema())
    for (let start = 0; start < queries; start += queriesPerRows) {
      const random = new Random(seed + start)
      const place = { storage, schema, tenant: `${name} ${start}`, rows: randomRows(random, schema) }
      await fill(place)
      const maker = new CaseMaker(random, schema)
      for (let n = start; n < Math.min(start + queriesPerRows, queries); n++) {
        const combination = all[(n * 1009) % all.length]
        if (combination === undefined) throw new RangeError('no combinations')
        const query = selectOf(maker, combination, law === opposed ? leafOf(random, combination) : undefined)
        const choices = random.int(0, 2 ** 31)
        if ((await law(place, query, new Random(choices))) === undefined) continue
        const least = await shrink(query, async (smaller) => broken(law, place, smaller, choices))
        const breach = await law(place, least, new Random(choices))
        expect(breach?.actual, `seed ${seed}, query ${n}: ${JSON.stringify(least)}`).toBe(breach?.expected)
        throw new Error(`seed ${seed}, query ${n} broke it once: ${JSON.stringify(query)}`)
      }
    }
  })
})

/** A query for rows of one entity, page by page; of the condition given, if there is one. */
function selectOf(maker: CaseMaker, combination: Combination, where: SelectCase['where'] | undefined): SelectCase {
  for (;;) {
    const query = maker.make(combination)
    if (query.type !== 'select') continue
    const { perParent: _, ...whole } = query
    return where === undefined ? whole : { ...whole, where }
  }
}

/** Smaller queries must be sound, too. */
async function broken(law: Law, place: Place, query: SelectCase, choices: number): Promise<boolean> {
  try {
    return (await law(place, query, new Random(choices))) !== undefined
  } catch {
    return false
  }
}

async function fill({ storage, schema, tenant, rows }: Place): Promise<void> {
  const batch = [...schema.entities.values()].map(
    (entity) => ({ type: 'insert', entity, tenant, rows: rows[entity.name] ?? [] }) as const,
  )
  await (await storage.begin()).commit(batch)
}
