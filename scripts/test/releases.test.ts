import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../postgres.ts'
import { fixtureCrm, summary } from '../release/fill.ts'

const releases = join(import.meta.dirname, '../../fixtures/releases')
const versions = readdirSync(releases, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test('there is a release to upgrade', () => {
  expect(versions.length).toBeGreaterThan(0)
})

describe.each(versions)('%s', (version) => {
  const read = (file: string) => readFileSync(join(releases, version, file), 'utf8')

  async function upgrades({ crm }: ReturnType<typeof fixtureCrm>) {
    await crm.migrate()
    expect(JSON.parse(JSON.stringify(await summary(crm)))).toEqual(JSON.parse(read('summary.json')))
    const me = crm.asSystem({ reason: 'after the upgrade' })
    const again = await me.orders.upsert({
      by: 'externalId',
      record: { externalId: 'o0', currency: 'CNY', placedAt: '2026-03-16T02:00:00Z' },
    })
    expect(again.created).toBe(false)
    const [open] = (await me.deals.list({ where: { stage: 'qualified' } })).items
    expect((await me.deals.move(open?.id ?? '', { to: 'proposal' })).version).toBe(2)
    await crm.close()
  }

  test('its SQLite database upgrades, and everything is still there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guanxi-'))
    try {
      const file = join(folder, 'crm.db')
      const db = new Database(file)
      db.exec(read('sqlite.sql'))
      db.close()
      await upgrades(fixtureCrm(sqlite(file)))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('its Postgres database upgrades, and everything is still there', async () => {
    const database = await createDatabase(inject('postgresUrl'))
    try {
      const client = new pg.Client(database.url)
      await client.connect()
      await client.query(read('postgres.sql'))
      await client.end()
      await upgrades(fixtureCrm(postgres(database.url)))
    } finally {
      await database.drop()
    }
  })
})
