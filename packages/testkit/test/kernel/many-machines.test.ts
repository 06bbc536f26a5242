import { createCrm } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { testClock } from '@guanxi/testkit'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../both.ts'
import { coreDatabase } from '../databases.ts'
import { servers } from '../storages.ts'

const large = ['contacts', 'contact_points', 'deals', 'stage_stays', 'orders']
const growing = ['audit', 'outbox']

/** Makes a table anew in parts, with the same indexes. */
async function partition(client: pg.Client, table: string, by: string, parts: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ sql: string; primary: boolean }>(
    `select indexdef as sql, indexname like '%_pkey' as primary from pg_indexes where tablename = $1`,
    [table],
  )
  await client.query(`create table parted (like ${table} including defaults) partition by ${by}`)
  await client.query(`drop table ${table}; alter table parted rename to ${table}`)
  for (const [i, part] of parts.entries())
    await client.query(`create table ${table}_${i} partition of ${table} ${part}`)
  for (const { sql, primary } of rows)
    await client.query(primary ? `alter table ${table} add primary key (tenant, id)` : sql)
}

/** The ids of a time and after it begin with it. */
const idFrom = (at: string) => {
  const time = Date.parse(at).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}

describe.runIf(servers)('more than one machine', () => {
  test('every key and index begins with the tenant, so that rows of one lie together', async () => {
    const database = await coreDatabase()
    const client = new pg.Client(database.url)
    await client.connect()
    const { rows } = await client.query<{ name: string; first: string }>(
      `select c.relname as name, a.attname as first
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
          join pg_attribute a on a.attrelid = i.indexrelid and a.attnum = 1
        where c.relname like 'crm\\_%' and c.relname not like 'crm\\_migrations%' and m.amname = 'btree'`,
    )
    expect(rows.length).toBeGreaterThan(90)
    expect(rows.filter(({ first }) => first !== 'tenant')).toEqual([])
    await client.end()
    await database.drop()
  })

  test('tables in parts, the large by tenant and the growing by month, hold what one table holds', async () => {
    const database = await coreDatabase()
    const client = new pg.Client(database.url)
    await client.connect()
    for (const table of large) {
      const parts = [0, 1, 2].map((remainder) => `for values with (modulus 3, remainder ${remainder})`)
      await partition(client, `crm_${table}`, 'hash (tenant)', parts)
    }
    for (const table of growing) {
      const border = idFrom('2026-04-01T00:00:00Z')
      const parts = [`for values from (minvalue) to ('${border}')`, `for values from ('${border}') to (maxvalue)`]
      await partition(client, `crm_${table}`, 'range (id)', parts)
    }
    const clock = testClock('2026-03-31T12:00:00Z')
    const crm = createCrm({ storage: postgres(database.url), tenancy: 'multi', clock })
    const tenants = Array.from({ length: 8 }, (_, i) => `tenant-${i}`)
    for (const tenant of tenants) {
      const me = crm.as({ user: 'u', tenant, roles: ['admin'] })
      const { ids } = await me.contacts.createMany(
        Array.from({ length: 20 }, (_, i) => ({ name: `王${i}`, email: `w${i}@example.com` })),
      )
      const deal = await me.deals.create({ title: 'x', contactId: ids[0] as string, amount: 100, currency: 'CNY' })
      await me.deals.move(deal.id, { to: 'proposal' })
      expect(await codeOf(() => me.contacts.create({ name: 'again', email: 'w3@example.com' }))).toBe('DUPLICATE')
      expect(await me.contacts.count({ where: { name: { contains: '王1' } } })).toBe(11)
    }
    await clock.advance('P1D')
    for (const tenant of tenants) await crm.as({ user: 'u', tenant, roles: ['admin'] }).contacts.create({ name: 'x' })
    const told = async (table: string) => {
      const sql = `select count(distinct tableoid)::int as parts, count(*)::int as rows from crm_${table}`
      return (await client.query<{ parts: number; rows: number }>(sql)).rows
    }
    expect(await told('contacts')).toEqual([{ parts: 3, rows: 168 }])
    expect(await told('audit')).toEqual([{ parts: 2, rows: 8 * 23 }])
    expect(await told('outbox')).toEqual([{ parts: 2, rows: 8 * 23 }])
    expect(await crm.check()).toMatchObject({ findings: [] })
    await crm.close()
    await client.end()
    await database.drop()
  })

  test('a server that is only read answers reads and refuses writes', async () => {
    const database = await coreDatabase()
    const first = createCrm({ storage: postgres(database.url) })
    const { id } = await first.as({ user: 'u', roles: ['admin'] }).contacts.create({ name: 'Ada' })
    const replica = createCrm({
      storage: postgres({ connectionString: database.url, options: '-c default_transaction_read_only=on' }),
    })
    const me = replica.as({ user: 'u', roles: ['admin'] })
    expect(await me.contacts.get(id)).toMatchObject({ name: 'Ada' })
    expect((await me.contacts.list({})).items).toHaveLength(1)
    expect(await me.contacts.aggregate({ measures: { n: { fn: 'count' } } })).toMatchObject([{ n: 1 }])
    expect((await me.contacts.timeline(id)).items).toEqual([])
    expect(await codeOf(() => me.contacts.create({ name: 'Bob' }))).toBe('STORAGE_READ_ONLY')
    expect(await replica.check()).toMatchObject({ findings: [] })
    await replica.close()
    await first.close()
    await database.drop()
  })
})
