import { sleep } from '@guanxi/core/storage'
import { migrateSample } from '../sample/migrate.ts'
import { sampleSchema } from '../sample/schema.ts'
import { accessCases } from './access.ts'
import type { ConformanceCase } from './case.ts'
import { expectationCases } from './expectations.ts'
import { figureCases } from './figures.ts'
import { hostCases } from './host.ts'
import { Kit } from './kit.ts'
import { migrationCases } from './migrations.ts'
import { pagingCases } from './paging.ts'
import { searchCases } from './search.ts'
import type { ConformanceOptions, FreshStorage } from './suite.ts'
import { timeCases } from './time.ts'
import { transactionCases } from './transactions.ts'
import { valueCases } from './values.ts'
import { waitingCases } from './waiting.ts'
import { writeCases } from './writes.ts'

export type { ConformanceOptions, FreshStorage, HostHandle } from './suite.ts'

const groups: readonly (readonly [string, readonly ConformanceCase[]])[] = [
  ['values', valueCases],
  ['paging', pagingCases],
  ['time', timeCases],
  ['figures', figureCases],
  ['access', accessCases],
  ['search', searchCases],
  ['writes', writeCases],
  ['transactions', transactionCases],
  ['host', hostCases],
  ['waiting', waitingCases],
  ['expectations', expectationCases],
  ['migrations', migrationCases],
]

/**
 * The laws of the query language and the promises of the storage port, each a test: what passes them is a storage.
 *
 * @example
 * storageConformance({
 *   name: 'mine',
 *   create: async () => ({ storage, close: () => storage.close() }),
 *   describe,
 *   test,
 *   afterAll,
 * })
 */
export function storageConformance({ name, create, describe, test, afterAll }: ConformanceOptions): void {
  describe(`${name} conforms`, () => {
    const schema = sampleSchema()
    let made: Promise<FreshStorage> | undefined
    const fresh = async (): Promise<FreshStorage> => {
      const created = await create()
      created.storage.open(schema, { now: () => Date.parse('2026-01-01T00:00:00.000Z'), sleep })
      await migrateSample(created.storage, schema)
      return created
    }
    afterAll(async () => (await made)?.close())
    for (const [group, cases] of groups) {
      describe(group, () => {
        for (const { name: law, run } of cases) {
          // Every case has a tenant of its own, so they can share a database.
          test(law, async () => {
            made ??= fresh()
            await run(new Kit(await made, schema, law))
          })
        }
      })
    }
  })
}
