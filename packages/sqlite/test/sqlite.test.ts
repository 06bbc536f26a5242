import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageAdapter } from '@guanxi/core'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compare, contact, entry, environment, ids, insert, query, ready, rowOf, schema } from '../../sql/test/house.ts'
import { sqlite } from '../src/index.ts'

let folder: string
let storage: StorageAdapter

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guanxi-sqlite-'))
  storage = await ready(sqlite(join(folder, 'crm.db')))
})

afterEach(async () => {
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('rows', () => {
  test('come out as they went in, extra fields flat', async () => {
    const given = rowOf(contact, {
      id: '1',
      name: '张伟',
      email: 'a@b.c',
      companyId: null,
      companyCode: null,
      points: 7,
      weight: 1.5,
      active: true,
      born: '1990-02-28',
      seenAt: '2026-03-01T00:00:00.000Z',
      tier: 'gold',
      days: 3,
      motto: null,
      vip: false,
    })
    await storage.session.write([insert(contact, given)])
    const [found] = await storage.session.select(query(contact))
    expect(found?.row).toEqual({ ...given, custom: {} })
  })

  test('a field without a key reads as its default, in rows and conditions', async () => {
    await storage.session.write([insert(contact, { id: '1', name: 'x', days: 30 })])
    const transaction = await storage.begin()
    ;(transaction.native as Database.Database).exec(`update crm_contacts set extra = '{"other.x":1}'`)
    await transaction.commit()
    const [found] = await storage.session.select(query(contact, { where: compare(contact, 'days', 'gte', 30) }))
    expect(found?.row.days).toBe(30)
    await storage.session.write([
      {
        type: 'update',
        entity: contact,
        tenant: 't',
        rows: [{ match: { id: '1' }, set: { tier: 'gold', motto: 'ＡＢ' } }],
      },
    ])
    expect(await ids(storage, query(contact, { where: compare(contact, 'motto', 'contains', 'ab') }))).toEqual(['1'])
    const again = await storage.begin()
    const extra = (again.native as Database.Database).prepare('select extra from crm_contacts').pluck().get()
    await again.rollback()
    expect(JSON.parse(String(extra))).toEqual({
      'other.x': 1,
      'app.tier': 'gold',
      'app.motto': 'ＡＢ',
      '~app.motto': 'ab',
    })
  })

  test('inserts, upserts and updates tell what they did', async () => {
    const [first, second] = await storage.session.write([
      insert(contact, { id: '1', name: 'x', points: 5 }),
      { ...insert(contact, { id: '1', name: 'y' }, { id: '2', name: 'z' }), onConflict: 'ignore' },
    ])
    expect([first?.counts, second?.counts]).toEqual([[1], [0, 1]])
    const [upserted, updated] = await storage.session.write([
      {
        ...insert(contact, { id: '1', name: 'x', points: 2 }, { id: '3', name: 'n', points: 1 }),
        onConflict: { add: ['points'] },
      },
      {
        type: 'update',
        entity: contact,
        tenant: 't',
        rows: [{ match: { id: '1', version: 1, email: null }, set: { name: 'new' }, add: { version: 1 } }],
        guard: compare(contact, 'points', 'eq', 7),
      },
    ])
    expect(upserted?.counts).toEqual([0, 1])
    expect(upserted?.rows?.map((row) => row.points)).toEqual([7, 1])
    expect(updated?.counts).toEqual([1])
    expect(updated?.rows).toMatchObject([{ id: '1', name: 'new', version: 2, points: 7, days: 30 }])
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

  test('a log has no bin', async () => {
    await storage.session.write([insert(entry, { id: '1', note: 'n' })])
    expect(await storage.session.select(query(entry))).toEqual([{ row: { id: '1', note: 'n' } }])
  })
})

describe('transactions', () => {
  test('the outer handle inside of one is refused', async () => {
    const transaction = await storage.begin()
    await expect(transaction.run(() => storage.session.select(query(contact)))).rejects.toMatchObject({
      code: 'TRANSACTION_MISUSE',
    })
    await expect(transaction.run(async () => storage.begin())).rejects.toMatchObject({ code: 'TRANSACTION_MISUSE' })
    await transaction.rollback()
    await expect(transaction.select(query(contact))).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
  })

  test('one waits for the other, in order, and can be given up', async () => {
    const first = await storage.begin()
    const order: string[] = []
    const second = storage.begin().then(async (t) => {
      order.push('second')
      await t.rollback()
    })
    const abort = new AbortController()
    const third = storage.begin({ signal: abort.signal })
    const fourth = storage.begin().then(async (t) => {
      order.push('fourth')
      await t.rollback()
    })
    abort.abort()
    await expect(third).rejects.toMatchObject({ code: 'ABORTED' })
    await first.rollback()
    await Promise.all([second, fourth])
    expect(order).toEqual(['second', 'fourth'])
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

  test("the host's own is joined", async () => {
    const host = new Database(join(folder, 'crm.db'))
    await expect(storage.join(host)).rejects.toMatchObject({ code: 'TRANSACTION_REQUIRED' })
    host.defaultSafeIntegers(true)
    host.exec('begin')
    const refused = await storage.join(host)
    await refused.write([insert(contact, { id: '1', name: 'x' })])
    await refused.rollback()
    const joined = await storage.join(host)
    await joined.commit([insert(contact, { id: '2', name: 'y', points: 1 })])
    expect(await ids(storage, query(contact))).toEqual([])
    host.exec('commit')
    host.close()
    const [found] = await storage.session.select(query(contact))
    expect(found?.row).toMatchObject({ id: '2', points: 1 })
  })
})

describe('another process', () => {
  test('is waited for, and not for ever', async () => {
    const other = new Database(join(folder, 'crm.db'))
    const env = environment()
    const patient = sqlite(join(folder, 'crm.db'), { busyTimeout: 100 })
    patient.open(schema, env)
    other.exec('begin immediate')
    await expect(patient.session.write([insert(contact, { id: '1', name: 'x' })])).rejects.toMatchObject({
      code: 'STORAGE_BUSY',
    })
    expect(env.waited).toBe(100)
    const writing = patient.session.write([insert(contact, { id: '1', name: 'x' })])
    other.exec('rollback')
    await writing
    other.close()
    await patient.close()
  })

  test('may migrate at the same time', async () => {
    const file = join(folder, 'new.db')
    const storages = [sqlite(file), sqlite(file), sqlite(file)]
    await Promise.all(storages.map((each) => ready(each)))
    expect(await storages[0]?.migrations.applied()).toHaveLength(1)
    await Promise.all(storages.map((each) => each.close()))
  })
})

test('compacting waits for who still reads the log, and not for ever', async () => {
  const reader = new Database(join(folder, 'crm.db'))
  const env = environment()
  const patient = sqlite(join(folder, 'crm.db'), { busyTimeout: 100 })
  patient.open(schema, env)
  reader.exec('begin')
  reader.prepare('select * from crm_contacts').all()
  await storage.session.write([insert(contact, { id: '1', name: 'x' })])
  await expect(patient.compact?.()).rejects.toMatchObject({ code: 'STORAGE_BUSY' })
  expect(env.waited).toBe(100)
  reader.exec('commit')
  await patient.compact?.()
  expect(statSync(join(folder, 'crm.db-wal')).size).toBe(0)
  reader.close()
  await patient.close()
})

describe('files', () => {
  test('that are no database, in no folder', async () => {
    writeFileSync(join(folder, 'text'), 'This is no database at all, but a text that is long enough. '.repeat(20))
    const wrong = sqlite(join(folder, 'text'))
    wrong.open(schema, environment())
    await expect(wrong.migrations.applied()).rejects.toMatchObject({ code: 'STORAGE_NOT_A_DATABASE' })
    const nowhere = sqlite(join(folder, 'no', 'folder.db'))
    nowhere.open(schema, environment())
    await expect(nowhere.migrations.applied()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })

  test('in memory: reads outside wait', async () => {
    const memory = await ready(sqlite(':memory:'))
    const transaction = await memory.begin()
    await transaction.write([insert(contact, { id: '1', name: 'x' })])
    const read = ids(memory, query(contact))
    await transaction.commit()
    expect(await read).toEqual(['1'])
    await memory.close()
  })
})
