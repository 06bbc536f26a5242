import { createCrm, defineRollup, type StorageAdapter } from '@guanxi/core'
import { migratedBytes } from '@guanxi/testkit'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { type Around, postgresAround, sqliteAround } from '../durability/around.ts'
import { rawSql } from '../kernel/tampering.ts'
import { tablesOf } from './rollups.ts'

const byCustomer = defineRollup({
  name: 'byCustomer',
  entity: 'order',
  groupBy: { day: { field: 'placedAt', bucket: 'day' }, companyId: 'companyId', contactId: 'contactId' },
  measures: { met: { fn: 'count', field: 'contactId' } },
})

/**
 * 80,000 orders in 77,000 groups: of 30,000 companies one each, of one company with 22,000 contacts, and of 25,000 persons. Besides
 * four cells of groups that have none, before, between and behind those that have.
 */
const filling = [
  `insert into crm_orders (tenant, id, version, created_at, updated_at, extra, currency, total, refunded, placed_at, company_id, contact_id)
    with recursive n(i) as (select 0 union all select i + 1 from n where i < 79999)
    select 'default', 'o' || i, 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '{}', 'CNY', 1 + i % 7, 0, '2026-01-01T00:00:00.000Z',
      case when i < 30000 then 'c' || i when i < 55000 then 'big' end,
      case when i < 30000 then null when i < 55000 then 'p' || (i % 22000) else 'q' || i end from n`,
  ...['a', 'big', 'cc', 'z'].map(
    (company) => `insert into crm_by_customer (tenant, id, rows, day, company_id, contact_id, met)
    values ('default', '["2026-01-01","${company}","x"]', 5, '2026-01-01', '${company}', 'x', 9)`,
  ),
]
const naive = `select company_id, contact_id, count(*) as n, count(contact_id) as met from crm_orders group by company_id, contact_id`
const wrong = `select count(*) as n from (${naive} except select company_id, contact_id, rows, met from crm_by_customer) as o`

const storages: Readonly<Record<string, (each: Around) => Promise<StorageAdapter>>> = {
  sqlite: async (each) => sqliteAround(await migratedBytes(), each),
  async postgres(each) {
    const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
    onTestFinished(() => database.drop())
    return postgresAround(database.url, each)
  },
}

describe.each(Object.entries(storages))('%s', (_, make) => {
  test('a rollup of many groups is built by parts, each of them once and exactly', { timeout: 120_000 }, async () => {
    let most = 0
    const each: Around = async ({ sql }, run) => {
      const found = await run()
      if (sql.startsWith('select')) most = Math.max(most, ...[found].flat().map((one) => rowsIn(one)))
      return found
    }
    const storage = await make(each)
    const crm = createCrm({ storage, rollups: [byCustomer], migrations: await tablesOf([byCustomer]) })
    onTestFinished(() => crm.close())
    await crm.migrate()
    const asked = async (sql: string) => {
      const tx = await storage.begin()
      const rows = await rawSql(tx.native, sql)
      await tx.commit()
      return rows
    }
    for (const sql of filling) await asked(sql)
    const [report] = await crm.rebuildRollups()
    expect(report).toMatchObject({ groups: 77_000, differing: 77_004 })
    expect(report?.wrong.length).toBe(1000)
    expect(most).toBe(20_001)
    const [cells] = await asked('select count(*) as n, sum(rows) as all_rows from crm_by_customer where rows <> 0')
    expect([Number(cells?.n), Number(cells?.all_rows)]).toEqual([77_000, 80_000])
    expect(Number((await asked(wrong))[0]?.n)).toBe(0)
    expect(await crm.verifyRollups()).toEqual([
      { rollup: 'byCustomer', built: true, groups: 77_000, differing: 0, wrong: [] },
    ])
  })
})

const rowsIn = (result: unknown): number =>
  typeof result === 'object' && result !== null && 'rows' in result && Array.isArray(result.rows)
    ? result.rows.length
    : 0
