import { isCrmError, type StorageAdapter } from '@guanxi/core'
import { entityOf, type QueryContext, type Schema, ZoneTables } from '@guanxi/core/storage'
import { Random } from '../sample/random.ts'
import { randomRows, type SampleRows } from '../sample/rows.ts'
import { sampleTenant } from '../sample/schema.ts'
import { sampleNow } from '../sample/values.ts'
import { type Answer, ask, partition } from './ask.ts'
import type { Case } from './case.ts'
import { Coverage, combinations } from './coverage.ts'
import { expect, sampleActor, spellAnswer } from './expect.ts'
import { CaseMaker } from './maker.ts'
import { shrink } from './shrink.ts'

/**
 * What {@link fuzz} takes. The storages are opened with `schema` and have its tables.
 *
 * @example
 * const options: FuzzOptions = { storages: [storage], schema: sampleSchema(), queries: 200, seed: 7 }
 */
export interface FuzzOptions {
  /** Opened with `schema`, its tables made. Every one is asked every query. */
  readonly storages: readonly StorageAdapter[]
  readonly schema: Schema
  readonly queries: number
  readonly seed: number
  /** Queries on the same rows. */
  readonly queriesPerRows?: number
  readonly onProgress?: (queries: number) => void
}

/**
 * Where a storage and the oracle disagree.
 *
 * @example
 * const tell = ({ storage, seed, query }: Difference) => `${storage}, seed ${seed}: ${JSON.stringify(query)}`
 */
export interface Difference {
  readonly storage: string
  /** Gives the same rows and query again. */
  readonly seed: number
  /** The smallest query that still shows it. */
  readonly query: Case
  readonly expected: string
  readonly actual: string
}

/**
 * What {@link fuzz} has found: `difference` is undefined where all answers were alike.
 *
 * @example
 * const passed = ({ queries, difference }: FuzzReport) => difference === undefined && queries > 0
 */
export interface FuzzReport {
  readonly queries: number
  readonly difference: Difference | undefined
  /** How often the rarest of operator × kind × null × hop was tried. */
  readonly least: number
  readonly combinations: number
}

/**
 * Asks storages random queries about random rows and compares the answers with the oracle's, up to the first difference.
 *
 * @example
 * const schema = sampleSchema()
 * const memory = sqlite(':memory:')
 * memory.open(schema, { now: () => 0, sleep: async () => {} })
 * await migrateSample(memory, schema)
 * const { difference } = await fuzz({ storages: [memory], schema, queries: 200, seed: 7 })
 * expect(difference).toBeUndefined()
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { storages, queries, seed, queriesPerRows = 100 } = options
  const schema = sampleTenant(options.schema)
  const coverage = new Coverage()
  const all = combinations()
  const report = (done: number, difference: Difference | undefined): FuzzReport => {
    return { queries: done, difference, least: coverage.least, combinations: coverage.size }
  }
  const zones = new ZoneTables()
  for (let start = 0; start < queries; start += queriesPerRows) {
    const random = new Random(seed + start)
    const rows = randomRows(random, schema)
    const tenant = `fuzz-${seed}-${start}`
    // Somebody else's rows of the same ids: whatever of them comes through is a difference.
    const others = randomRows(new Random(seed + start + 0x9e3779b9), schema)
    for (const storage of storages) {
      await fill(storage, schema, `${tenant}-other`, others)
      await fill(storage, schema, tenant, rows)
    }
    const maker = new CaseMaker(random, schema)
    for (let i = start; i < Math.min(start + queriesPerRows, queries); i++) {
      // A stride that has no divisor in common with their number: neighbours differ, and all are met.
      const combination = all[((seed + i) * 1009) % all.length]
      if (combination === undefined) throw new RangeError('no combinations')
      coverage.count(combination)
      const query = maker.make(combination)
      const probe = random.chance(0.1)
      for (const storage of storages) {
        const difference = await compare({ storage, schema, tenant, rows, zones }, query, probe)
        if (difference === undefined) continue
        return report(i + 1, { ...difference, storage: storage.id, seed: seed + start })
      }
    }
    options.onProgress?.(Math.min(start + queriesPerRows, queries))
  }
  return report(queries, undefined)
}

interface Place {
  readonly storage: StorageAdapter
  readonly schema: Schema
  readonly tenant: string
  readonly rows: SampleRows
  readonly zones: ZoneTables
}

type Found = Pick<Difference, 'query' | 'expected' | 'actual'>

async function compare(place: Place, query: Case, probe: boolean): Promise<Found | undefined> {
  const first = (await differs(place, query)) ?? (probe ? await unpartitioned(place, query) : undefined)
  if (first === undefined) return undefined
  // Smaller ones must still be sound, and still differ.
  const smallest = await shrink(query, async (smaller) => {
    try {
      return (await differs(place, smaller)) !== undefined
    } catch {
      return false
    }
  })
  return (await differs(place, smallest)) ?? first
}

async function differs({ storage, schema, tenant, rows, zones }: Place, query: Case): Promise<Found | undefined> {
  const entity = entityOf(schema, query.entity)
  const expected = spellAnswer(expect(schema, rows, query), query, entity)
  let answer: Answer
  try {
    answer = await ask(storage, tenant, query, contextOf(schema, query, zones))
  } catch (error) {
    if (!isCrmError(error)) throw error
    // A query that does not pass the checks is no query.
    if (error.code === 'UNKNOWN_KEY' || error.code === 'INVALID' || error.code === 'QUERY_TOO_COMPLEX') throw error
    answer = { error: error.cause === undefined ? error.code : `${error.code} ${String(error.cause)}` }
  }
  const actual = spellAnswer(answer, query, entity)
  return actual === expected ? undefined : { query, expected, actual }
}

/** rows(P) and rows(not P) are disjoint and add up to all rows, whatever the oracle says. */
async function unpartitioned({ storage, schema, tenant, zones }: Place, query: Case): Promise<Found | undefined> {
  if (query.type !== 'select') return undefined
  const [yes = [], no = [], all = []] = await partition(storage, tenant, query, contextOf(schema, query, zones))
  const expected = all.toSorted().join(' ')
  const actual = [...yes, ...no].toSorted().join(' ')
  return actual === expected ? undefined : { query, expected: `P or not P: ${expected}`, actual }
}

const contextOf = (schema: Schema, { zone }: Case, zones: ZoneTables): QueryContext => {
  return { schema, now: sampleNow, zone, actor: sampleActor, zones }
}

async function fill(storage: StorageAdapter, schema: Schema, tenant: string, rows: SampleRows): Promise<void> {
  const transaction = await storage.begin()
  const batch = [...schema.entities.values()].map((entity) => {
    return { type: 'insert', entity, tenant, rows: rows[entity.name] ?? [] } as const
  })
  await transaction.commit(batch)
}
