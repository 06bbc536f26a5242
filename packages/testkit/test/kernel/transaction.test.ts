import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entityOf, type Write } from '@guanxi/core/storage'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import Database from 'better-sqlite3'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { watched } from '../../src/watched.ts'
import { codeOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((make) => {
  test('what is still on its way when a transaction is given up is nowhere, and not in the next one', async () => {
    const { storage, schema } = watched(await make({ tampered: true }))
    const { crm } = await testCrm({ storage })
    const entity = entityOf(schema(), 'recordMember')
    const rows = (name: string, count: number) =>
      Array.from({ length: count }, (_, n) => ({
        id: `${name}${n}`,
        entity: 'deal',
        recordId: name,
        userId: 'u',
        level: 'read',
        at: '2026-03-16T01:00:00.000Z',
        by: 'u',
      }))
    const writing = (name: string, count: number): Write => ({
      type: 'insert',
      entity,
      tenant: 'default',
      rows: rows(name, count),
    })
    const first = await storage.begin()
    const late = first.write([writing('late', 500)]).then(
      () => 'written',
      () => 'refused',
    )
    const [next] = await Promise.all([storage.begin(), first.rollback()])
    await next.write([writing('next', 1)])
    await late
    await next.commit()
    const there = await rowsOf(storage, 'recordMember')
    expect(there.map(({ recordId }) => recordId)).toEqual(['next'])
    await crm.close()
  })

  test('a transaction is all or nothing, and tells its facts after the commit', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const told: string[] = []
    crm.on('company.created', ({ data }) => told.push(data.name))
    const me = crm.as(admin)
    const result = await me.transaction(async (tx) => {
      await tx.companies.create({ name: 'a' })
      await tx.companies.create({ name: 'b' })
      expect(told).toEqual([])
      return tx.companies.count()
    })
    expect([result, told]).toEqual([2, ['a', 'b']])
    const failed = me.transaction(async (tx) => {
      await tx.companies.create({ name: 'c' })
      throw new Error('the host changed its mind')
    })
    await expect(failed).rejects.toThrow('the host changed its mind')
    expect([await me.companies.count(), told]).toEqual([2, ['a', 'b']])
    expect(await rowsOf(storage, 'outbox')).toHaveLength(2)
  })

  test('a refusal inside leaves the transaction usable and nothing of itself', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    await me.transaction(async (tx) => {
      await tx.contacts.create({ name: 'a', email: 'a@example.com' })
      expect(await codeOf(() => tx.contacts.create({ name: 'b', email: 'a@example.com' }))).toBe('DUPLICATE')
      const preview = await tx.contacts.create({ name: 'c' }, { dryRun: true })
      expect(preview.changes).toHaveLength(1)
      await tx.contacts.create({ name: 'd' })
    })
    expect((await me.contacts.list({ orderBy: { name: 'asc' } })).items.map(({ name }) => name)).toEqual(['a', 'd'])
    expect(await rowsOf(storage, 'audit')).toHaveLength(2)
  })

  test('calls of one façade run one after another, however they are made', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await me.transaction(async (tx) => {
      await Promise.all(Array.from({ length: 10 }, (_, n) => tx.companies.create({ name: `c${n}` })))
    })
    expect(await me.companies.count()).toBe(10)
  })

  test('a transaction that has ended refuses', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const kept = await me.transaction(async (tx) => tx)
    expect(await codeOf(() => kept.companies.create({ name: 'x' }))).toBe('TRANSACTION_CLOSED')
    expect(await codeOf(() => kept.companies.count())).toBe('TRANSACTION_CLOSED')
  })

  test('the outer handle inside a transaction is a mistake, and said so', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const inside = me.transaction(async (tx) => {
      await tx.companies.create({ name: 'x' })
      await me.companies.create({ name: 'y' })
    })
    await expect(inside).rejects.toMatchObject({ code: 'TRANSACTION_MISUSE' })
    expect(await me.companies.count()).toBe(0)
  })

  test('a transaction in a transaction is a savepoint; the outer façade waits outside', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await me.transaction(async (tx) => {
      await tx.companies.create({ name: 'a' })
      const inner = tx.transaction(async (deeper) => {
        await deeper.companies.create({ name: 'b' })
        expect(await codeOf(() => tx.companies.create({ name: 'c' }))).toBe('TRANSACTION_MISUSE')
        throw new Error('undo')
      })
      await expect(inner).rejects.toThrow('undo')
      await Promise.all([
        tx.transaction((deeper) => deeper.companies.create({ name: 'd' })),
        tx.companies.create({ name: 'e' }),
      ])
    })
    const { items } = await me.companies.list({ orderBy: { name: 'asc' } })
    expect(items.map(({ name }) => name)).toEqual(['a', 'd', 'e'])
  })

  test('parallel callers all get through', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const made = await Promise.all(Array.from({ length: 50 }, (_, n) => me.companies.create({ name: `c${n}` })))
    expect(new Set(made.map(({ id }) => id)).size).toBe(50)
    const { id } = await me.companies.create({ name: 'x', size: 0 })
    await Promise.all(Array.from({ length: 20 }, (_, n) => me.companies.update(id, { city: `city ${n}` })))
    expect((await me.companies.get(id)).version).toBe(21)
  })
})

describe('the host’s own transaction', () => {
  const undo: (() => unknown)[] = []
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })

  test('better-sqlite3: the host writes on our transaction, and both stay or go together', async () => {
    const { crm } = await testCrm({ storage: sqlite(':memory:') })
    const me = crm.as(admin)
    const signUp = (fail: boolean) =>
      me.transaction(async (tx, native) => {
        const db = native as Database.Database
        db.exec('create table if not exists users (id text primary key)')
        db.prepare('insert into users values (?)').run('u_1')
        await tx.contacts.create({ name: '王芳' })
        if (fail) throw new Error('no')
        return (db.prepare('select count(*) as n from users').get() as { n: number }).n
      })
    await expect(signUp(true)).rejects.toThrow('no')
    expect(await me.contacts.count()).toBe(0)
    expect(await signUp(false)).toBe(1)
    expect(await me.contacts.count()).toBe(1)
  })

  test('better-sqlite3: a handle on which the host ran BEGIN is joined', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guanxi-'))
    undo.push(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'crm.db')
    const { crm } = await testCrm({ storage: sqlite(file) })
    const told: string[] = []
    crm.on('contact.created', ({ type }) => told.push(type))
    const me = crm.as(admin)
    const host = new Database(file)
    undo.push(
      () => host.close(),
      () => crm.close(),
    )
    expect(await codeOf(() => me.withTransaction(host).contacts.create({ name: 'x' }))).toBe('TRANSACTION_REQUIRED')
    host.exec('begin immediate')
    await me.withTransaction(host).contacts.create({ name: 'x' })
    expect(await codeOf(() => me.withTransaction(host).contacts.create({}))).toBe('IDENTITY_REQUIRED')
    expect(await me.withTransaction(host).contacts.count()).toBe(1)
    host.exec('rollback')
    expect(await me.contacts.count()).toBe(0)
    host.exec('begin immediate')
    await me.withTransaction(host).contacts.create({ name: 'x' })
    host.exec('commit')
    expect([await me.contacts.count(), told]).toEqual([1, []])
  })

  test('pg: the client of the host is joined; a refusal leaves its transaction usable', async () => {
    const { crm, url } = await onPostgres()
    const me = crm.as(admin)
    const client = new pg.Client(url)
    await client.connect()
    undo.push(() => client.end())
    await client.query('create table users (id text primary key)')
    expect(await codeOf(() => me.withTransaction(client).contacts.create({ name: 'x' }))).toBe('TRANSACTION_REQUIRED')
    await client.query('begin')
    await client.query(`insert into users values ('u_1')`)
    await me.withTransaction(client).contacts.create({ name: 'x', email: 'x@example.com' })
    await Promise.all(['a', 'b', 'c'].map((name) => me.withTransaction(client).companies.create({ name })))
    const twice = () => me.withTransaction(client).contacts.create({ name: 'y', email: 'x@example.com' })
    expect(await codeOf(twice)).toBe('DUPLICATE')
    expect((await client.query('select count(*)::int as n from users')).rows).toEqual([{ n: 1 }])
    await client.query('rollback')
    expect(await me.contacts.count()).toBe(0)
    await client.query('begin')
    await client.query(`insert into users values ('u_2')`)
    const joined = me.withTransaction(client)
    const order = await joined.orders.create({
      contactId: (await joined.contacts.create({ name: 'x' })).id,
      currency: 'CNY',
      placedAt: '2026-01-01T08:00:00+08:00',
      lines: [{ unitPrice: 5 }],
    })
    expect(order).toMatchObject({ total: 5, placedAt: '2026-01-01T00:00:00.000Z' })
    expect(await joined.orders.get(order.id)).toMatchObject({ total: 5, placedAt: '2026-01-01T00:00:00.000Z' })
    await client.query('commit')
    expect(await me.contacts.count()).toBe(1)
  })

  test('kysely: its transaction is joined', async () => {
    const { crm, url } = await onPostgres()
    const me = crm.as(admin)
    const pool = new pg.Pool({ connectionString: url })
    const db = new Kysely<{ users: { id: string } }>({ dialect: new PostgresDialect({ pool }) })
    undo.push(() => db.destroy())
    await db.schema.createTable('users').addColumn('id', 'text').execute()
    const signUp = (fail: boolean) =>
      db.transaction().execute(async (trx) => {
        await trx.insertInto('users').values({ id: 'u_1' }).execute()
        const contact = await me.withTransaction(trx).contacts.create({ name: 'x', birthday: '2000-02-29' })
        expect(await me.withTransaction(trx).contacts.get(contact.id)).toEqual(contact)
        if (fail) throw new Error('no')
      })
    await expect(signUp(true)).rejects.toThrow('no')
    expect([await me.contacts.count(), (await db.selectFrom('users').selectAll().execute()).length]).toEqual([0, 0])
    await signUp(false)
    expect([await me.contacts.count(), (await db.selectFrom('users').selectAll().execute()).length]).toEqual([1, 1])
  })

  async function onPostgres() {
    const database = await createDatabase(inject('postgresUrl'))
    const { crm } = await testCrm({ storage: postgres(database.url) })
    undo.push(database.drop, () => crm.close())
    return { crm, url: database.url }
  }
})
