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
/** Queries on the same rows. */
const queriesPerRows = 50

interface Tried {
  readonly name: string
  readonly law: Law
  /** Queries by default; 4,000 of each are 24,000 together. */
  readonly share: number
  /** Conditions on one field alone that are like this; any, unless told. */
  readonly about?: (combination: Combination) => boolean
}

const ofOne = ({ hop }: Combination): boolean => hop === 'own'

const environment = {
  now: () => Date.parse('2026-01-01T00:00:00.000Z'),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}

const laws: readonly Tried[] = [
  { name: 'TLP: rows(P) and rows(not P) are all', law: partitioned, share: 30 },
  { name: 'TLP: rows(P) and rows(not P) are all, P of one field', law: partitioned, share: 40, about: ofOne },
  {
    name: 'TLP: rows(f > v), rows(f <= v) and rows(f is null) are all',
    law: opposed,
    share: 20,
    about: (combination) => ofOne(combination) && /^[gl]te?\b/.test(combination.operator),
  },
  { name: 'TLP: figures of P and of not P come to those of all', law: summed, share: 20 },
  { name: 'the pages, one after another, are the list', law: paged, share: 20 },
  { name: 'pages lose and double no row, whatever others write', law: pagedMeanwhile, share: 20 },
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

  test.each(laws)('R11: $name', { timeout: 3_600_000 }, async ({ name, law, share, about }) => {
    const { storage } = fresh
    const all = combinations().filter(about ?? (() => true))
    const queries = full ? 4000 : share
    const schema = sampleTenant(sampleSchema())
    for (let start = 0; start < queries; start += queriesPerRows) {
      const random = new Random(seed + start)
      const place = { storage, schema, tenant: `${name} ${start}`, rows: randomRows(random, schema) }
      await fill(place)
      const maker = new CaseMaker(random, schema)
      for (let n = start; n < Math.min(start + queriesPerRows, queries); n++) {
        const combination = all[(n * 1009) % all.length]
        if (combination === undefined) throw new RangeError('no combinations')
        const query = selectOf(maker, combination, about === undefined ? undefined : leafOf(random, combination))
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
