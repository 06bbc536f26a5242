import type { StorageAdapter } from '@guanxi/core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../scripts/postgres.ts'
import { compare, contact, environment, ids, insert, query, ready, rowOf, schema } from '../../sql/test/house.ts'
import { postgres } from '../src/index.ts'

let database: TestDatabase
let storage: StorageAdapter
let host: pg.Client

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'))
  storage = await ready(postgres(database.url))
  host = new pg.Client({ connectionString: database.url })
  await host.connect()
})

afterAll(async () => {
  await host?.end()
  await storage?.close()
  await database?.drop()
})

beforeEach(() => host.query('truncate crm_contacts, crm_companies, crm_entries'))

const whole = rowOf(contact, {
  id: '1',
  name: '张伟',
  email: 'a@b.c',
  companyId: null,
  companyCode: null,
  points: Number.MAX_SAFE_INTEGER,
  weight: 1.5,
  active: true,
  born: '1990-02-28',
  seenAt: '2026-03-01T00:00:00.100Z',
  tier: 'gold',
  days: 3,
  motto: null,
  vip: false,
})

describe('rows', () => {
  test('come out as they went in, one or many', async () => {
    const many = ['1', '2', '3', '4', '5', '6'].map((id) => ({ ...whole, id, email: null }))
    await storage.session.write([insert(contact, { ...whole, id: '0' }), insert(contact, ...many)])
    const found = await storage.session.select(query(contact))
    expect(found.map(({ row }) => row)).toEqual([{ ...whole, id: '0' }, ...many].map((row) => ({ ...row, custom: {} })))
  })

  test('inserts, upserts and updates tell what they did', async () => {
    const many = ['1', '2', '2', '4', '5', '6'].map((id) => ({ id, name: 'n' }))
    const [first, ignored] = await storage.session.write([
      insert(contact, { id: '1', name: 'x', points: 5 }),
      { ...insert(contact, ...many), onConflict: 'ignore' },
    ])
    expect([first?.counts, ignored?.counts]).toEqual([[1], [0, 1, 0, 1, 1, 1]])
    const [upserted, updated] = await storage.session.write([
      {
        ...insert(contact, { id: '1', name: 'x', points: 2 }, { id: '9', name: 'n', points: 1 }),
        onConflict: { add: ['points'] },
      },
      {
        type: 'update',
        entity: contact,
        tenant: 't',
        rows: [
          {
            match: { id: '1', version: 1, email: null },
            set: { name: 'new', tier: 'silver', motto: 'Ａ' },
            add: { version: 1 },
          },
        ],
        guard: compare(contact, 'points', 'eq', 7),
      },
    ])
    expect(upserted?.counts).toEqual([0, 1])
    expect(upserted?.rows?.map((row) => row.points)).toEqual([7, 1])
    expect(updated?.counts).toEqual([1])
    expect(updated?.rows).toMatchObject([{ id: '1', name: 'new', version: 2, points: 7, days: 30, tier: 'silver' }])
    expect(await ids(storage, query(contact, { where: compare(contact, 'motto', 'contains', 'a') }))).toEqual(['1'])
  })

  test('a clash names the entity and its fields', async () => {
    await storage.session.write([insert(contact, { id: '1', name: 'x', email: 'a@b.c' })])
    await expect(
      storage.session.write([insert(contact, { id: '2', name: 'x', email: 'a@b.c' })]),
    ).rejects.toMatchObject({
      code: 'DUPLICATE',
      details: { entity: 'contact', fields: ['email'] },
    })
    await expect(storage.session.write([insert(contact, { id: '1', name: 'x' })])).rejects.toMatchObject({
      code: 'DUPLICATE',
      details: { entity: 'contact', fields: ['id'] },
    })
  })

  test('a fraction compares with integers', async () => {
    await storage.session.write([insert(contact, { id: '1', name: 'x', points: 2 }, { id: '2', name: 'x', points: 3 })])
    expect(await ids(storage, query(contact, { where: compare(contact, 'points', 'gt', 2.5) }))).toEqual(['2'])
  })
})

describe('transactions', () => {
  test('an error in the last batch is told, though COMMIT went out with it', async () => {
    await storage.session.write([insert(contact, { id: '1', name: 'x' })])
    const transaction = await storage.begin()
    const last = transaction.commit([
      insert(contact, { id: '2', name: 'x' }),
      insert(contact, { id: '1', name: 'x' }),
      insert(contact, { id: '3', name: 'x' }),
    ])
    await expect(last).rejects.toMatchObject({ code: 'DUPLICATE' })
    expect(await ids(storage, query(contact))).toEqual(['1'])
    await expect(transaction.select(query(contact))).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
  })

  test('a savepoint undoes its part, and an error without one ends the transaction', async () => {
    const transaction = await storage.begin()
    await transaction.write([insert(contact, { id: '1', name: 'x' })])
    const duplicate = () => transaction.write([insert(contact, { id: '2', name: 'y' }, { id: '1', name: 'x' })])
    await expect(transaction.savepoint(duplicate)).rejects.toMatchObject({ code: 'DUPLICATE' })
    expect(await transaction.select(query(contact))).toHaveLength(1)
    await expect(duplicate()).rejects.toMatchObject({ code: 'DUPLICATE' })
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
    expect(await ids(storage, query(contact))).toEqual([])
  })

  test('what the host writes first is part of it', async () => {
    const transaction = await storage.begin()
    const native = transaction.native as pg.ClientBase
    await native.query(`insert into crm_entries (tenant, id, note) values ('t', '1', 'x')`)
    await transaction.rollback()
    expect((await host.query('select * from crm_entries')).rows).toEqual([])
  })

  test('a lost connection is unavailable, in a commit unknown', async () => {
    const kill = async (client: unknown) => {
      const { rows } = await (client as pg.ClientBase).query('select pg_backend_pid() as pid')
      await host.query('select pg_terminate_backend($1)', [rows[0].pid])
    }
    const first = await storage.begin()
    await first.select(query(contact))
    await kill(first.native)
    await expect(first.select(query(contact))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await first.rollback()
    const second = await storage.begin()
    await second.write([insert(contact, { id: '1', name: 'x' })])
    await kill(second.native)
    await expect(second.commit()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(await ids(storage, query(contact))).toEqual([])
    const nowhere = postgres('postgres://postgres@127.0.0.1:1/none')
    nowhere.open(schema, environment())
    await expect(nowhere.session.select(query(contact))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await nowhere.close()
  })

  test('rows are locked, and locked rows skipped', async () => {
    await storage.session.write([insert(contact, { id: '1', name: 'x' }, { id: '2', name: 'x' })])
    const first = await storage.begin()
    const second = await storage.begin()
    const one = { where: compare(contact, 'id', 'eq', '1') }
    await first.select(query(contact, { ...one, lock: 'update' }))
    expect((await second.select(query(contact, { lock: 'skipLocked' }))).map(({ row }) => row.id)).toEqual(['2'])
    await first.rollback()
    await second.rollback()
  })

  test("the host's own is joined: a client with its own parsers and zone", async () => {
    await expect(storage.join(host)).rejects.toMatchObject({ code: 'TRANSACTION_REQUIRED' })
    await host.query(`set timezone = 'Asia/Kathmandu'`)
    await host.query('begin')
    const refused = await storage.join(host)
    await expect(refused.write([insert(contact, whole), insert(contact, whole)])).rejects.toMatchObject({
      code: 'DUPLICATE',
    })
    await refused.rollback()
    const joined = await storage.join(host)
    await joined.write([insert(contact, whole)])
    expect(await joined.select(query(contact))).toEqual([{ row: { ...whole, custom: {} } }])
    await joined.commit()
    await host.query('rollback')
    expect(await ids(storage, query(contact))).toEqual([])
  })

  test('a Kysely transaction is joined, whose values its own parsers made', async () => {
    await host.query('begin')
    const transaction = {
      isTransaction: true,
      async executeQuery({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
        const { rows, rowCount, command } = await host.query(sql, [...parameters])
        const changed = ['INSERT', 'UPDATE', 'DELETE'].includes(command)
        return changed ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
      },
    }
    const joined = await storage.join(transaction)
    const [written] = await joined.write([insert(contact, whole)])
    expect(written?.counts).toEqual([1])
    expect(await joined.select(query(contact))).toEqual([{ row: { ...whole, custom: {} } }])
    await joined.rollback()
    await host.query('rollback')
    await expect(storage.join({ ...transaction, isTransaction: false })).rejects.toMatchObject({
      code: 'TRANSACTION_REQUIRED',
    })
  })

  test('the outer handle inside of one is refused', async () => {
    const transaction = await storage.begin()
    await expect(transaction.run(() => storage.session.select(query(contact)))).rejects.toMatchObject({
      code: 'TRANSACTION_MISUSE',
    })
    await transaction.rollback()
  })
})

test('several processes may migrate at the same time, into a schema of its own', async () => {
  const storages = [1, 2, 3].map(() => postgres(database.url, { schema: 'crm', prefix: 'x_' }))
  await Promise.all(storages.map((each) => ready(each)))
  expect(await storages[0]?.migrations.applied()).toHaveLength(1)
  await storages[0]?.session.write([insert(contact, whole)])
  expect(await ids(storages[1] as StorageAdapter, query(contact))).toEqual(['1'])
  await Promise.all(storages.map((each) => each.close()))
})
