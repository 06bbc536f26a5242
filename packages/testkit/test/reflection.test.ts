import {
  command,
  createCrm,
  type Description,
  definePipeline,
  definePlugin,
  type PluginTypes,
  type StorageAdapter,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { sqliteDialect } from '@guanxi/sqlite/dialect'
import { coreFixtures, type FreshStorage, migratedBytes, reflection } from '@guanxi/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { dialect as postgresDialect } from '../../postgres/src/dialect.ts'
import { PostgresDriver } from '../../postgres/src/driver.ts'
import { SqliteDriver } from '../../sqlite/src/driver.ts'
import { callerOf } from '../src/caller.ts'
import { callFixture } from '../src/reflection/call.ts'
import type { FixtureCall } from '../src/reflection/fixtures.ts'
import { coreDatabase } from './databases.ts'
import { Statements } from './security/statements/watch.ts'
import { servers } from './storages.ts'

// As the core's, and open to changes: tenants may have pipelines of their own.
const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: {
    qualified: {},
    proposal: {},
    negotiation: {},
    won: { type: 'won' },
    lost: { type: 'lost', require: ['lostReason'] },
  },
})

const operations = {
  mirror: {
    run: command({
      target: 'collection',
      summary: 'Call an operation.',
      input: z.strictObject({ operation: z.string(), call: z.unknown() }),
      output: z.unknown(),
    }),
  },
}
interface MirrorTypes extends PluginTypes {
  readonly entities: {}
  readonly operations: typeof operations
  readonly events: {}
}

/** A plugin that calls what it is told to, as whoever tells it. */
const mirror = definePlugin<MirrorTypes>({
  id: 'mirror',
  version: '1.0.0',
  operations,
  handlers: {
    mirror: {
      run: ({ crm: own }, { operation, call }) => callFixture(description, own, operation, call as FixtureCall),
    },
  },
})
const through = {
  operation: 'mirror.run',
  call: async (scope: object, operation: string, call: FixtureCall) =>
    callerOf(scope, 'mirror')('run', { operation, call }),
}
const crm = (storage: StorageAdapter) =>
  createCrm({ storage, tenancy: 'multi', pipelines: { deal }, plugins: [mirror] })
const description: Description = crm(sqlite(':memory:')).describe()
const suite = { crm, through, owner: 'core', fixtures: coreFixtures, describe, test, afterAll }
const full = process.env.GUANXI_TEST_FULL === '1'

const memory = async () => ({
  seen: new Statements(sqliteDialect, new SqliteDriver(await migratedBytes(), {})),
  drop: async (): Promise<void> => undefined,
})
const server = async () => {
  const { url, drop } = await coreDatabase()
  return { seen: new Statements(postgresDialect, new PostgresDriver({ connectionString: url })), drop }
}

/** All that the suite does, and what reaches the database meanwhile. */
function reflected(name: string, make: typeof memory, inputs: 'all' | 'some' | 'none'): void {
  let seen: Statements | undefined
  async function create(): Promise<FreshStorage> {
    const made = await make()
    seen = made.seen
    const { storage } = seen
    return {
      storage,
      async close() {
        await storage.close()
        await made.drop()
      },
    }
  }
  reflection({ ...suite, name, create, inputs })
  test(`S3: every statement on ${name} says whose rows it means`, () => {
    expect([...(seen?.problems ?? ['nothing was seen'])]).toEqual([])
    // The queue alone is over all tenants; there the row says whose it is, which the suite looks at.
    expect([...(seen?.everywhere ?? [])]).toEqual(['crm_background_jobs'])
    expect(seen?.looked).toBeGreaterThan(10_000)
    expect(seen?.kinds.size).toBeGreaterThan(1000)
  })
}

reflected('The core on SQLite', memory, full ? 'all' : 'some')
if (servers) reflected('The core on Postgres', server, full ? 'all' : 'none')
