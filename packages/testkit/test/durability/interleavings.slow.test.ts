import { createCrm, definePipeline, isCrmError, type StorageAdapter } from '@guanxi/core'
import { migratedBytes, Random, testClock } from '@guanxi/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { rowsOfTenant } from '../../src/rows.ts'
import { watched } from '../../src/watched.ts'
import { postgresAround, sqliteAround } from './around.ts'
import { Interleaver, orders } from './interleaved.ts'
import { pairs } from './pairs/index.ts'
import { broken } from './pairs/system.ts'

/** How many orders of a pair are tried: all of them up to six steps each (924), and some of longer ones. */
const full = process.env.GUANXI_TEST_FULL === '1'
const everything = { all: 924, some: 200 }
const most = full
  ? { sqlite: everything, postgres: everything }
  : { sqlite: { all: 3, some: 3 }, postgres: { all: 1, some: 1 } }

/** Tenants may change it. */
const editable = definePipeline({
  entity: 'deal',
  editable: true,
  stages: { qualified: {}, proposal: {}, won: { type: 'won' }, lost: { type: 'lost', require: ['lostReason'] } },
})

interface Stage {
  readonly storage: StorageAdapter
  readonly interleaver: Interleaver
  close(): Promise<void>
}

/** One connection: whoever waits does so in this process, where some turns later nothing moves. */
async function onSqlite(): Promise<Stage> {
  const interleaver = new Interleaver(async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    return true
  })
  const storage = sqliteAround(await migratedBytes(), interleaver.around, 'together')
  return { storage, interleaver, close: async () => undefined }
}

/** The server says who waits for a lock. */
async function onPostgres(): Promise<Stage> {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  const watch = new pg.Client(database.url)
  await watch.connect()
  // A deadlock is noticed at once, not after a second.
  await watch.query(`alter database ${new URL(database.url).pathname.slice(1)} set deadlock_timeout = '20ms'`)
  const locked = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  const interleaver = new Interleaver(async (calls) => (await watch.query<{ n: number }>(locked)).rows[0]?.n === calls)
  return {
    storage: postgresAround(database.url, interleaver.around, 'together'),
    interleaver,
    async close() {
      await watch.end()
      await database.drop()
    },
  }
}

async function instance(make: () => Promise<Stage>) {
  const { storage: bare, interleaver, close } = await make()
  const { storage, schema } = watched(bare)
  const clock = testClock('2026-03-16T01:00:00Z')
  const crm = createCrm({ storage, tenancy: 'multi', clock, plugins: [broken], pipelines: { deal: editable } })
  await crm.migrate()
  const rowsOf = (tenant: string) => rowsOfTenant(storage, schema(), tenant)
  return { crm, interleaver, rowsOf, close: () => crm.close().then(close) }
}

describe.each([
  ['sqlite', onSqlite],
  ['postgres', onPostgres],
] as const)('%s', (kind, make) => {
  let stage: Awaited<ReturnType<typeof instance>>
  let [tried, tenants] = [0, 0]
  beforeAll(async () => {
    stage = await instance(make)
  })
  afterAll(async () => {
    await stage.close()
    if (full) console.log(`${pairs.length} pairs, ${tried} orders`)
  })

  test.each(pairs)('R10: $name ends as if one had come after the other', { timeout: 3_600_000 }, async (pair) => {
    const { crm, interleaver, rowsOf } = stage
    /** Each time in a tenant of its own: the two answers, and everything that is stored then. */
    const ends = async (order: string) => {
      const tenant = `t${tenants++}`
      const as = (user: string, role: string) => crm.as({ tenant, user, roles: [role] })
      const me = as('u_adm', 'admin')
      const id = await pair.set(me, () => crm.tick())
      // What every instance asks once is asked before: who is there first would let the other wait for it.
      await me.companies.count()
      const call = (name: 'a' | 'b', user: string) => () => answer(() => pair[name](me, id, as(user, 'sales')))
      const [a, b, steps] = await interleaver.run(order, { a: call('a', 'u_1'), b: call('b', 'u_2') })
      const all = Object.entries(await rowsOf(tenant)).flatMap(([entity, list]) =>
        list.map((row) => `${entity} ${masked(row, id)}`),
      )
      return { end: [masked(a, id), masked(b, id), ...all.toSorted()].join('\n'), steps }
    }
    const [first, second] = [await ends('a'.repeat(50)), await ends('b'.repeat(50))]
    const serial = [first.end, second.end]
    const longer = (name: 'a' | 'b') => Math.max(first.steps[name], second.steps[name])
    const all = orders({ a: longer('a'), b: longer('b') }, most[kind], new Random(tenants))
    for (const order of all) {
      const { end } = await ends(order)
      if (!serial.includes(end)) expect(end, order).toBe(serial[0])
    }
    tried += all.length
    expect(all.length).toBeGreaterThan(0)
  })
})

async function answer(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    if (!isCrmError(error)) throw error
    return { code: error.code }
  }
}

/** Ids of new records differ from run to run, and so do the digests over them. */
const masked = (value: unknown, known: string): string =>
  (JSON.stringify(value) ?? 'nothing').replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}/g,
    (id) => (id === known ? 'it' : '#'),
  )
