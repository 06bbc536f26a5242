import { createCrm, isCrmError, type StorageAdapter } from '@guanxi/core'
import { migratedBytes, Random, testClock } from '@guanxi/testkit'
import pg from 'pg'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { rowsOfTenant } from '../../src/rows.ts'
import { watched } from '../../src/watched.ts'
import { postgresAround, sqliteAround } from './around.ts'
import { Interleaver, orders } from './interleaved.ts'
import { pairs } from './pairs.ts'

/** How many orders of a pair are tried. */
const most = process.env.GUANXI_TEST_FULL === '1' ? 2000 : 6

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

interface Stage {
  readonly storage: StorageAdapter
  readonly interleaver: Interleaver
}

/** One connection: whoever waits does so in this process, where some turns later nothing moves. */
async function onSqlite(): Promise<Stage> {
  const interleaver = new Interleaver(async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    return true
  })
  return { storage: sqliteAround(await migratedBytes(), interleaver.around, 'together'), interleaver }
}

/** The server says who waits for a lock. */
async function onPostgres(): Promise<Stage> {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  const watch = new pg.Client(database.url)
  await watch.connect()
  // A deadlock is noticed at once, not after a second.
  await watch.query(`alter database ${new URL(database.url).pathname.slice(1)} set deadlock_timeout = '20ms'`)
  undo.push(() => database.drop())
  undo.push(() => watch.end())
  const locked = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  const interleaver = new Interleaver(async (calls) => (await watch.query<{ n: number }>(locked)).rows[0]?.n === calls)
  return { storage: postgresAround(database.url, interleaver.around, 'together'), interleaver }
}

describe.each([
  ['sqlite', onSqlite],
  ['postgres', onPostgres],
] as const)('%s', (_, make) => {
  test.each(pairs)('R10: $name ends as if one had come after the other', async (pair) => {
    const { storage: bare, interleaver } = await make()
    const { storage, schema } = watched(bare)
    const crm = createCrm({ storage, tenancy: 'multi', clock: testClock('2026-03-16T01:00:00Z') })
    undo.push(() => crm.close())
    let tenants = 0
    /** Each time in a tenant of its own: the two answers, and everything that is stored then. */
    const ends = async (order: string) => {
      const tenant = `t${tenants++}`
      const as = (user: string, role: string) => crm.as({ tenant, user, roles: [role] })
      const me = as('u_adm', 'admin')
      const id = await pair.set(me)
      // What every instance asks once is asked before: who is there first would let the other wait for it.
      await me.companies.count()
      const call = (name: 'a' | 'b', user: string) => () => answer(() => pair[name](me, id, as(user, 'sales')))
      const [a, b, steps] = await interleaver.run(order, { a: call('a', 'u_1'), b: call('b', 'u_2') })
      const rows = await rowsOfTenant(storage, schema(), tenant)
      const all = Object.entries(rows).flatMap(([entity, list]) => list.map((row) => `${entity} ${masked(row, id)}`))
      return { end: [masked(a, id), masked(b, id), ...all.toSorted()].join('\n'), steps }
    }
    const [first, second] = [await ends('a'.repeat(50)), await ends('b'.repeat(50))]
    const serial = [first.end, second.end]
    const each = Math.ceil(first.steps / 2) + 1
    for (const order of orders(each, each, most, new Random(7))) {
      const { end } = await ends(order)
      if (!serial.includes(end)) expect(end, order).toBe(serial[0])
    }
    expect(tenants).toBeGreaterThan(7)
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

/** Ids of new records differ from run to run. */
const masked = (value: unknown, known: string): string =>
  (JSON.stringify(value) ?? 'nothing').replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    (id) => (id === known ? 'it' : '#'),
  )
