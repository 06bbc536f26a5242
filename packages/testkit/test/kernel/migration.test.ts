import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { core, createCrm, definePlugin, defineRollup, type StorageAdapter } from '@guanxi/core'
import { buildSchema, checksumOf, coreMigrations, difference, type MigrationStep, replay } from '@guanxi/core/storage'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import type { Database } from 'better-sqlite3'
import { describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { onBoth } from '../both.ts'
import { tenantless } from './tenantless.ts'

const { entities } = core['~definition']
const migrations = await coreMigrations()
const schema = buildSchema({ entities: entities.map((entity) => ({ owner: 'core', entity })) })
/** The tables as SQLite has them. */
async function tablesIn(storage: StorageAdapter): Promise<readonly string[]> {
  const transaction = await storage.begin()
  const native = transaction.native as Database
  const tables = native.prepare<[], { sql: string }>("select sql from sqlite_master where name like 'crm%'").all()
  await transaction.rollback()
  return tables.map(({ sql }) => sql)
}

const steps = migrations.flatMap((migration) => migration.steps)

test('the migrations, one after another, lead to what the entities imply', () => {
  expect(difference(replay(steps), schema.entities.values())).toEqual([])
})

test('that comparison sees a column, an index and a table that differ', () => {
  const without = (gone: (step: (typeof steps)[number]) => boolean) => steps.filter((step) => !gone(step))
  const draft = (left: typeof steps) =>
    difference(replay(left), schema.entities.values()).map(({ step, table }) => `${step} ${table}`)
  expect(
    draft(
      without(({ step, table }) => step === 'createTable' && table === 'audit').filter(
        ({ table }) => table !== 'audit',
      ),
    )[0],
  ).toBe('createTable audit')
  expect(draft(without((step) => step.step === 'createIndex' && step.index.name === 'contacts_email_unique'))).toEqual([
    'createIndex contacts',
  ])
  expect(draft([...steps, { step: 'dropColumn', table: 'deals', column: 'amount' }])).toEqual(['addColumn deals'])
  expect(draft([...steps, { step: 'createTable', table: 'pets', columns: [] }])).toEqual(['dropTable pets'])
})

test('G16: migrations that were released stay as they were', () => {
  // These digests never change: an edit of a released migration is a new migration. Those to be released are not here yet.
  const now = Object.fromEntries(migrations.map((migration) => [migration.id, checksumOf(migration)]))
  expect(now).toMatchObject({
    '0001_customers': 'ca6a7952af41ab16',
    '0002_sales': 'b1c84aa9952cbedc',
    '0003_records': '510ccc04fdb19337',
    '0004_people': 'f3072d4916b6c474',
    '0005_leads': '9ef3258c763a3f0e',
    '0006_work': 'b05a8938c227e437',
    '0007_tenant': 'caf8486730d08e06',
    '0008_ownership': '50371859480d418b',
    '0009_money': '3e32ed529d29e598',
    '0010_search': 'c2242339a3819548',
    '0011_privacy': 'b73434f387dfc783',
    '0012_contract': 'e01b09308966f32f',
  })
})

onBoth((make, name) => {
  test('an index that changes makes room for itself', async () => {
    const storage = await make({ empty: true })
    const fields = ['ownerId', 'rows']
    const sums = (indexes: object, steps: readonly (readonly MigrationStep[])[] = []) =>
      definePlugin({
        id: 'sums',
        version: '1.0.0',
        rollups: [defineRollup({ name: 'ownersOrders', entity: 'order', groupBy: { ownerId: 'ownerId' }, ...indexes })],
        migrations: steps.map((each, i) => ({ id: `000${i + 1}_sums`, steps: each })),
      })
    const drafted = async (...given: Parameters<typeof sums>) =>
      (await createCrm({ storage, plugins: [sums(...given)] }).migrate({ dryRun: true })).draft
    const first = await drafted({ indexes: [fields] })
    await createCrm({ storage, plugins: [sums({ indexes: [fields] }, [first])] }).migrate()
    const second = await drafted({ covering: [fields] }, [first])
    expect(second).toEqual([
      { step: 'dropIndex', table: 'ownersOrders', index: 'ownersOrders_ownerId_rows' },
      {
        step: 'createIndex',
        table: 'ownersOrders',
        index: { name: 'ownersOrders_ownerId_rows', columns: fields, unique: false },
      },
    ])
    const crm = createCrm({ storage, plugins: [sums({ covering: [fields] }, [first, second])] })
    expect((await crm.migrate()).applied).toEqual(['sums/0002_sums'])
    await crm.rebuildRollups()
    const me = crm.as({ user: 'u_1', roles: ['admin'] })
    const customer = await me.companies.create({ name: 'A' })
    await me.orders.create({ companyId: customer.id, currency: 'CNY', total: 1, placedAt: '2026-01-01T00:00:00Z' })
    const asked = { groupBy: { by: 'ownerId' }, measures: { n: { fn: 'count' } } } as const
    expect(await me.orders.aggregate(asked)).toEqual([{ by: 'u_1', n: 1 }])
    const { plan } = await me.orders.explain(asked)
    if (name === 'sqlite') expect(plan.join()).toContain('COVERING INDEX crm_owners_orders_owner_id_rows')
  })

  test('every key and index leads with the tenant', async () => {
    const storage = await make({ empty: true })
    const { sql } = await createCrm({ storage }).migrate()
    const text = [...sql, ...(name === 'sqlite' ? await tablesIn(storage) : [])].join(';\n')
    const keys = text.match(/primary key \([^)]*\)|unique \([^)]*\)|create (unique )?index [^(]*\([^)]*\)/g) ?? []
    expect(keys.length).toBeGreaterThan(20)
    const others = text.match(/"\w+" integer primary key|using fts5/g) ?? []
    const found = [...keys.map((key) => key.slice(key.indexOf('('))), ...others]
    const odd = found.filter((columns) => !/^\(["`]?tenant["`]?/.test(columns))
    expect(odd.length).toBeGreaterThan(0)
    for (const columns of odd) expect(tenantless.filter(({ what }) => what.test(columns))).toHaveLength(1)
  })

  test('migrating twice runs nothing the second time; a dry run changes nothing', async () => {
    const storage = await make({ empty: true })
    const crm = createCrm({ storage })
    expect((await crm.migrate({ dryRun: true })).applied).toHaveLength(migrations.length)
    expect((await crm.migrate()).applied).toHaveLength(migrations.length)
    expect((await crm.migrate()).applied).toEqual([])
  })
})

describe('several that start at once', () => {
  /** Each applies some, together all, none twice. */
  const race = async (storages: readonly StorageAdapter[]) => {
    const reports = await Promise.all(storages.map((storage) => createCrm({ storage }).migrate()))
    expect(reports.flatMap(({ applied }) => applied).toSorted()).toEqual(migrations.map(({ id }) => `core/${id}`))
    for (const storage of storages) await storage.close()
  }

  test('on one SQLite file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guanxi-'))
    try {
      await race(Array.from({ length: 4 }, () => sqlite(join(folder, 'crm.db'))))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('on one Postgres', async () => {
    const database = await createDatabase(inject('postgresUrl'))
    try {
      await race(Array.from({ length: 4 }, () => postgres(database.url)))
    } finally {
      await database.drop()
    }
  })
})
