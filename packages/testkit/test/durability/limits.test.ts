import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type CoreTypes, createCrm, type Scope } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { dumpOf, migratedBytes, testCrm } from '@guanxi/testkit'
import type { Database } from 'better-sqlite3'
import pg from 'pg'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { codeOf, onBoth } from '../both.ts'
import { file } from '../storages.ts'
import { type Around, postgresAround, sqliteAround } from './around.ts'

type Me = Scope<CoreTypes>

const admin = { user: 'u_adm', roles: ['admin'] }
const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function database(): Promise<string> {
  const made = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  undo.push(() => made.drop())
  return made.url
}

async function fileOnDisk(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-'))
  undo.push(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'crm.db'), await migratedBytes())
  return join(folder, 'crm.db')
}

describe('R13', () => {
  test('R13: a full disk is STORAGE_FULL, leaves nothing of the call, and is over when there is room', async () => {
    const fresh = await file()
    undo.push(() => fresh.close())
    const { crm } = await testCrm({ storage: fresh.storage })
    const me = crm.as(admin)
    await me.companies.create({ name: 'before' })
    const limit = (pages: (now: number) => number) =>
      me.transaction(async (_, native) => {
        const handle = native as Database
        handle.pragma(`max_page_count = ${pages(Number(handle.pragma('page_count', { simple: true })))}`)
      })
    await limit((now) => now + 2)
    const many = Array.from({ length: 900 }, (_, n) => ({ name: `company ${n} `.repeat(10) }))
    const before = await dumpOf(fresh.storage)
    expect(await codeOf(() => me.companies.createMany(many))).toBe('STORAGE_FULL')
    expect(await dumpOf(fresh.storage)).toEqual(before)
    await limit(() => 1_000_000)
    expect((await me.companies.createMany(many)).count).toBe(900)
    const intact = await me.transaction(async (_, native) =>
      (native as Database).pragma('integrity_check', { simple: true }),
    )
    expect(intact).toBe('ok')
  })

  test('R13: a database that may only be read is STORAGE_READ_ONLY, and can be read', async () => {
    const fresh = await file()
    undo.push(() => fresh.close())
    const { crm } = await testCrm({ storage: fresh.storage })
    const me = crm.as(admin)
    await me.companies.create({ name: 'before' })
    await me.transaction(async (_, native) => (native as Database).pragma('query_only = on'))
    expect(await codeOf(() => me.companies.create({ name: 'x' }))).toBe('STORAGE_READ_ONLY')
    expect(await me.companies.count()).toBe(1)
  })

  test('R13: two connections answer 200 callers, and come back from those who fail or give up', async () => {
    const pool = new pg.Pool({ connectionString: await database(), max: 2 })
    pool.on('error', () => undefined)
    undo.push(() => pool.end())
    const crm = createCrm({ storage: postgres(pool) })
    const me = crm.as(admin)
    const stop = new AbortController()
    const ends = await Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        if (n === 150) stop.abort()
        const signal = n % 7 === 0 ? { signal: stop.signal } : {}
        const call =
          n % 5 === 0 ? me.companies.count() : me.companies.create({ name: n % 3 === 0 ? '' : `c${n}` }, signal)
        return call.then(
          () => 'done',
          (error: { code: string }) => error.code,
        )
      }),
    )
    expect(new Set(ends)).toEqual(new Set(['done', 'INVALID', 'ABORTED']))
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([2, 2, 0])
    expect(await me.companies.count()).toBe(ends.filter((end, n) => end === 'done' && n % 5 !== 0).length)
    await crm.close()
  })
})

describe('R14', () => {
  test.each(['sqlite', 'postgres'])('R14: a process that closes during load ends by itself, on %s', async (name) => {
    const target = await (name === 'sqlite' ? fileOnDisk() : database())
    const script = join(import.meta.dirname, 'close-process.ts')
    const run = () =>
      promisify(execFile)(process.execPath, ['--conditions=source', script, target], { timeout: 30_000 })
    let done = 0
    for (const { stdout } of await Promise.all(Array.from({ length: 5 }, run))) {
      const ends: string[] = JSON.parse(stdout)
      expect(ends.filter((end) => end !== 'done' && end !== 'CLOSED' && end !== 'STORAGE_UNAVAILABLE')).toEqual([])
      done += ends.filter((end, n) => end === 'done' && n % 2 === 0 && n < 40).length
    }
    expect(done).toBeGreaterThanOrEqual(5)
  })

  /** Calls that do much, and what they need. */
  const works: readonly (readonly [string, (me: Me) => Promise<(signal: AbortSignal) => Promise<unknown>>])[] = [
    [
      'deals.move',
      async (me) => {
        const company = await me.companies.create({ name: 'x' })
        const { id } = await me.deals.create({
          title: 'x',
          companyId: company.id,
          currency: 'CNY',
          lines: [{ unitPrice: 1 }],
        })
        return (signal) => me.deals.move(id, { to: 'proposal' }, { signal, idempotencyKey: id })
      },
    ],
    [
      'leads.convert',
      async (me) => {
        const { id } = await me.leads.create({ name: 'Li', companyName: 'Acme' })
        return (signal) => me.leads.convert(id, { deal: { title: 'x' } }, { signal })
      },
    ],
    [
      'companies.createMany',
      async (me) => (signal) => me.companies.createMany([{ name: 'a' }, { name: 'b' }], { signal }),
    ],
  ]

  describe.each(['sqlite', 'postgres'])('on %s', (name) => {
    // On a server a look at everything takes ten times as long.
    test.each(name === 'sqlite' ? works : works.slice(0, 1))(
      'R14: %s that is given up at any statement is done, or has left nothing',
      async (_, work) => {
        let at = -1
        let stop = new AbortController()
        const each: Around = (_moment, run) => {
          if (at-- === 0) stop.abort()
          return run()
        }
        const storage =
          name === 'sqlite' ? sqliteAround(await migratedBytes(), each) : postgresAround(await database(), each)
        const crm = createCrm({ storage })
        undo.push(() => crm.close())
        const me = crm.as(admin)
        const ends = { aborted: 0, done: 0 }
        for (let cut = 0; ends.done < 2; cut++) {
          const call = await work(me)
          const before = await dumpOf(storage)
          stop = new AbortController()
          at = cut
          const end = await call(stop.signal).then(
            () => 'done',
            (error: { code: string }) => error.code,
          )
          // Nobody gave it up: it had fewer statements.
          if (end === 'done' && !stop.signal.aborted) ends.done++
          at = -1
          const after = await dumpOf(storage)
          if (end === 'ABORTED') {
            ends.aborted++
            expect(after).toEqual(before)
          } else {
            expect(end).toBe('done')
            expect(after).not.toEqual(before)
          }
        }
        expect(ends.aborted).toBeGreaterThan(0)
      },
    )
  })
})

onBoth((make) => {
  test('R15: a clock that jumps breaks nothing, and ids go on increasing', async () => {
    let now = Date.parse('2026-03-16T01:00:00Z')
    const crm = createCrm({ storage: await make({ tampered: true }), clock: { now: () => now } })
    const me = crm.as(admin)
    const [hour, day, year] = [3_600_000, 86_400_000, 31_557_600_000]
    const ids: string[] = []
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const deal = await me.deals.create({ title: 'x', companyId })
    for (const jump of [0, -hour, 0, -day, 1, 10 * year, -10 * year, -day, hour]) {
      now += jump
      ids.push(...(await me.companies.createMany([{ name: 'a' }, { name: 'b' }])).ids)
      ids.push((await me.companies.create({ name: 'c' })).id)
      await me.companies.update(companyId, { size: ids.length })
    }
    expect(ids).toEqual([...new Set(ids)].toSorted())
    now -= day
    const moved = await me.deals.move(deal.id, { to: 'proposal' })
    expect([moved.stage, moved.version]).toEqual(['proposal', 2])
    now += hour
    await me.deals.move(deal.id, { to: 'won' })
    // What happened is told in its order, whatever the clock said, and nothing took less than no time.
    const versions = (await me.companies.story(companyId)).map(({ version }) => version)
    expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const stays = await me.deals.history(deal.id)
    expect(stays.map(({ stage }) => stage)).toEqual(['qualified', 'proposal', 'won'])
    for (const { duration } of stays) expect(duration ?? 0).toBeGreaterThanOrEqual(0)
    const seen: string[] = []
    for await (const { id } of me.companies.iterate({ orderBy: { createdAt: 'asc' }, limit: 7 })) seen.push(id)
    expect(seen).toHaveLength(7)
    expect((await crm.check()).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    await crm.close()
  })
})
