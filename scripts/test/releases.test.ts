import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CoreTypes, Crm, StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import type { TestClock } from '@guanxi/testkit'
import Database from 'better-sqlite3'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../postgres.ts'
import { fixtureCrm, fixtureDesk, fixtureReports, summary } from '../release/fill.ts'
import { summaryOfAnalytics } from '../release/fill-analytics.ts'
import { summaryOfTickets } from '../release/fill-tickets.ts'

const releases = join(import.meta.dirname, '../../fixtures/releases')
const versions = readdirSync(releases, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Numbers and addresses as the first release kept them: text in the record itself. */
const numbers = `
  update crm_contacts set phone = ' 0086 138-0000-0001 ', email = 'Wang0@example.com' where email = 'wang0@example.com';
  update crm_contacts set phone = '1', email = 'Wang1@example.com' where email = 'wang1@example.com';
  update crm_contacts set phone = '' where email = 'wang2@example.com';
  update crm_companies set phone = '+86 10 6234 5678';`

test('there is a release to upgrade', () => {
  expect(versions.length).toBeGreaterThan(0)
})

describe.each(versions)('%s', (version) => {
  const read = (file: string) => readFileSync(join(releases, version, file), 'utf8')

  const { desk, reports, ...told } = JSON.parse(read('summary.json'))

  async function upgrades(storage: StorageAdapter) {
    const { crm, clock }: { crm: Crm<CoreTypes>; clock: TestClock } =
      reports !== undefined ? fixtureReports(storage) : desk === undefined ? fixtureCrm(storage) : fixtureDesk(storage)
    await crm.migrate()
    // Later releases have more fields.
    expect(JSON.parse(JSON.stringify(await summary(crm)))).toMatchObject(told)
    const me = crm.asSystem({ reason: 'after the upgrade' })
    const again = await me.orders.upsert({
      by: 'externalId',
      record: { externalId: 'o0', currency: 'CNY', placedAt: '2026-03-16T02:00:00Z' },
    })
    expect(again.created).toBe(false)
    const [open] = (await me.deals.list({ where: { stage: 'qualified' } })).items
    expect((await me.deals.move(open?.id ?? '', { to: 'proposal' })).version).toBe(2)
    if (version === '0.1.0') {
      // It knew no life cycles.
      expect(await me.companies.count({ where: { lifecycle: 'prospect' } })).toBe(4)
      expect(await me.companies.rebuildLifecycle({})).toEqual({ checked: 4, changed: 4, next: null })
      expect(await me.companies.count({ where: { lifecycle: 'customer' } })).toBe(4)
    }
    if (told.givenUp !== undefined) {
      // What waited is done at its time, and what was given up can be tried again.
      await clock.advance('P60D')
      const reminded = () => me.tasks.count({ where: { title: { startsWith: 'Remember' } } })
      expect(await reminded()).toBe(0)
      await crm.tick()
      expect(await reminded()).toBe(4)
      const [letter] = (await me.deadLetters.list({})).items
      expect(letter?.error.code).toBe('HANDLER_FAILED')
      await me.deadLetters.replay({ ids: [letter?.id ?? ''] })
      await crm.tick()
      expect((await me.deadLetters.list({})).items).toHaveLength(1)
      expect(await me.audit.verify({})).toMatchObject({ problems: [] })
    }
    // What everybody finds must be what is there.
    expect((await crm.check()).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(await me.companies.rebuildLifecycle({})).toMatchObject({ changed: 0 })
    await crm.close()
  }

  /** Numbers and addresses arrive as points; what they are compared as follows when they are normalised. */
  async function upgradesPoints(storage: StorageAdapter) {
    const { crm } = fixtureCrm(storage)
    await crm.migrate()
    const me = crm.asSystem({ reason: 'after the upgrade' })
    const where = { points: { some: { kind: 'phone' } } } as const
    const query = { where, orderBy: { name: 'asc' }, include: { points: { orderBy: { kind: 'asc' } } } } as const
    const points = async () =>
      (await me.contacts.list(query)).items.map((one) => [
        one.phone,
        ...one.points.map(({ kind, value, normal, e164, primary }) => [kind, value, normal, e164, primary]),
      ])
    const email = (n: number, normal = `Wang${n}@example.com`) => ['email', `Wang${n}@example.com`, normal, null, true]
    const spelled = ' 0086 138-0000-0001 '
    expect(await points()).toEqual([
      [spelled, email(0), ['phone', spelled, spelled, null, true]],
      ['1', email(1), ['phone', '1', '1', null, true]],
    ])
    expect(await me.companies.count({ where: { points: { some: { normal: '+86 10 6234 5678' } } } })).toBe(4)
    expect(await me.contacts.normalize({})).toMatchObject({ checked: 4, changed: 2, refused: [], next: null })
    expect(await points()).toEqual([
      ['+8613800000001', email(0, 'wang0@example.com'), ['phone', spelled, '+8613800000001', '+8613800000001', true]],
      ['1', email(1, 'wang1@example.com'), ['phone', '1', '1', null, true]],
    ])
    expect(await me.companies.normalize({})).toMatchObject({ changed: 4 })
    expect(await me.companies.count({ where: { phone: '0086 10 6234 5678' } })).toBe(4)
    await crm.close()
  }

  async function onSqlite(sql: string, run: (storage: StorageAdapter) => Promise<void>) {
    const folder = mkdtempSync(join(tmpdir(), 'guanxi-'))
    try {
      const file = join(folder, 'crm.db')
      const db = new Database(file)
      db.exec(sql)
      db.close()
      await run(sqlite(file))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  async function onPostgres(sql: string, run: (storage: StorageAdapter) => Promise<void>) {
    const database = await createDatabase(inject('postgresUrl'))
    try {
      const client = new pg.Client(database.url)
      await client.connect()
      await client.query(sql)
      await client.end()
      await run(postgres(database.url))
    } finally {
      await database.drop()
    }
  }

  test('its SQLite database upgrades, and everything is still there', () => onSqlite(read('sqlite.sql'), upgrades))
  test('its Postgres database upgrades, and everything is still there', () =>
    onPostgres(read('postgres.sql'), upgrades))
  async function upgradesDesk(storage: StorageAdapter) {
    const { crm } = reports === undefined ? fixtureDesk(storage) : fixtureReports(storage)
    await crm.migrate()
    expect(JSON.parse(JSON.stringify(await summaryOfTickets(crm)))).toMatchObject(desk)
    await crm.close()
  }
  /** Reports over it: what was there before them is in no rollup, and in every figure. */
  async function upgradesReports(storage: StorageAdapter) {
    const { crm } = fixtureReports(storage)
    await crm.migrate()
    const told = async () => JSON.parse(JSON.stringify(await summaryOfAnalytics(crm)))
    const first = await told()
    if (reports !== undefined) expect(first).toMatchObject(reports)
    const built = await crm.rebuildRollups()
    expect(built.map(({ rollup }) => rollup)).toEqual(expect.arrayContaining(['purchaseDays', 'salesMonths']))
    expect(await told()).toEqual(first)
    expect((await crm.verifyRollups()).flatMap(({ wrong }) => wrong)).toEqual([])
    await crm.close()
  }

  // What was there before reports is in the first and in the last release without them, and in all that have them.
  if (reports !== undefined || version === '0.1.0' || version === '0.7.0') {
    test('it takes reports, on SQLite', () => onSqlite(read('sqlite.sql'), upgradesReports))
    test('it takes reports, on Postgres', () => onPostgres(read('postgres.sql'), upgradesReports))
  }
  if (desk !== undefined) {
    test('its service desk upgrades, on SQLite', () => onSqlite(read('sqlite.sql'), upgradesDesk))
    test('its service desk upgrades, on Postgres', () => onPostgres(read('postgres.sql'), upgradesDesk))
  }
  // Later ones have points from the start.
  if (version !== '0.1.0') return
  test('its numbers and addresses become points, on SQLite', () =>
    onSqlite(read('sqlite.sql') + numbers, upgradesPoints))
  test('its numbers and addresses become points, on Postgres', () =>
    onPostgres(read('postgres.sql') + numbers, upgradesPoints))
})
