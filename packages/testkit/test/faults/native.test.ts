import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import pg from 'pg'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { recordedPostgres } from '../../src/faults/recorded-postgres.ts'
import { recordedSqlite } from '../../src/faults/recorded-sqlite.ts'
import { servers } from '../storages.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

const table = 'create table crm_companies (tenant text, id text, v text, unique (tenant, id))'

describe('SQLite fails in the words that are recorded', () => {
  const files = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guanxi-'))
    undo.push(() => rm(folder, { recursive: true, force: true }))
    const open = () => {
      const database = new BetterSqlite(join(folder, 'a.db'), { timeout: 0 })
      undo.push(() => database.close())
      return database
    }
    const one = open()
    one.pragma('journal_mode = wal')
    one.exec(`${table}; insert into crm_companies values ('t', '1', 'x')`)
    return [one, open()] as const
  }
  const errorOf = (run: () => unknown) => {
    try {
      run()
    } catch (error) {
      if (error instanceof BetterSqlite.SqliteError) return { code: error.code, message: error.message }
      throw error
    }
    throw new Error('it was expected to fail')
  }
  const words = (kind: keyof typeof recordedSqlite) => {
    const { code, message } = recordedSqlite[kind]
    return { code, message }
  }

  test('busy', async () => {
    const [one, other] = await files()
    one.exec('begin immediate')
    expect(errorOf(() => other.exec('begin immediate'))).toEqual(words('busy'))
  })

  test('a snapshot that is too old', async () => {
    const [one, other] = await files()
    other.exec('begin')
    other.prepare('select * from crm_companies').all()
    one.exec(`insert into crm_companies values ('t', '2', 'x')`)
    expect(errorOf(() => other.exec(`insert into crm_companies values ('t', '3', 'x')`))).toEqual(words('snapshot'))
  })

  test('locked', async () => {
    const [one] = await files()
    one.unsafeMode(true)
    one.exec(`insert into crm_companies values ('t', '2', 'x')`)
    const dropping = () => {
      for (const _ of one.prepare('select * from crm_companies').iterate()) one.exec('drop table crm_companies')
    }
    expect(errorOf(dropping)).toEqual(words('locked'))
  })

  test('a clash', async () => {
    const [one] = await files()
    expect(errorOf(() => one.exec(`insert into crm_companies values ('t', '1', 'x')`))).toEqual(words('unique'))
  })

  test('read-only', async () => {
    const [one] = await files()
    one.pragma('query_only = on')
    expect(errorOf(() => one.exec(`insert into crm_companies values ('t', '2', 'x')`))).toEqual(words('readonly'))
  })

  test('a full disk, which rolls back by itself', async () => {
    const [one] = await files()
    one.pragma(`max_page_count = ${one.pragma('page_count', { simple: true })}`)
    one.exec('begin immediate')
    const fill = one.prepare('insert into crm_companies values (?, ?, ?)')
    const filling = () => {
      for (let i = 0; i < 10_000; i++) fill.run('t', `n${i}`, 'x'.repeat(1000))
    }
    expect(errorOf(filling)).toEqual(words('full'))
    expect(!one.inTransaction).toBe(recordedSqlite.full.ends)
  })
})

describe.runIf(servers)('Postgres fails in the words that are recorded', () => {
  const clients = async () => {
    const database = await createDatabase(inject('postgresUrl'))
    undo.push(() => database.drop())
    const open = async () => {
      const client = new pg.Client({ connectionString: database.url })
      client.on('error', () => {})
      await client.connect()
      undo.push(() => client.end().catch(() => {}))
      return client
    }
    const one = await open()
    await one.query(table.replace('unique', 'constraint crm_companies_pkey unique'))
    await one.query(`insert into crm_companies values ('t', '1', 'x'), ('t', '2', 'x')`)
    return [one, await open()] as const
  }
  const errorOf = async (run: Promise<unknown>) => {
    const error: unknown = await run.then(
      () => {
        throw new TypeError('it was expected to fail')
      },
      (thrown: unknown) => thrown,
    )
    if (error instanceof pg.DatabaseError) return { code: error.code, message: error.message }
    return { message: error instanceof Error ? error.message : String(error) }
  }
  const change = (id: number) => `update crm_companies set v = 'y' where id = '${id}'`

  test('a row that another has changed', async () => {
    const [one, other] = await clients()
    await other.query('begin isolation level repeatable read')
    await other.query('select * from crm_companies')
    await one.query(change(1))
    expect(await errorOf(other.query(change(1)))).toEqual(recordedPostgres.serialization)
  })

  test('a deadlock', async () => {
    const [one, other] = await clients()
    for (const client of [one, other]) await client.query(`set deadlock_timeout = '10ms'; begin`)
    await one.query(change(1))
    await other.query(change(2))
    const both = await Promise.allSettled([one.query(change(2)), other.query(change(1))])
    const failed = both.find((each) => each.status === 'rejected')
    expect(await errorOf(Promise.reject(failed?.reason))).toEqual(recordedPostgres.deadlock)
  })

  test('a clash', async () => {
    const [one] = await clients()
    const clash = one.query(`insert into crm_companies values ('t', '1', 'x')`)
    expect(await errorOf(clash)).toEqual(recordedPostgres.unique)
  })

  test('read-only', async () => {
    const [one] = await clients()
    await one.query('begin read only')
    const write = one.query(`insert into crm_companies values ('t', '3', 'x')`)
    expect(await errorOf(write)).toEqual(recordedPostgres.readonly)
  })

  test('a statement that took too long, and a row that somebody holds', async () => {
    const [one, other] = await clients()
    await one.query('begin')
    await one.query(change(1))
    const held = other.query(`select * from crm_companies where id = '1' for update nowait`)
    expect(await errorOf(held)).toEqual(recordedPostgres.busy)
    await other.query(`set statement_timeout = '10ms'`)
    expect(await errorOf(other.query(change(1)))).toEqual(recordedPostgres.cancelled)
  })

  test('a connection that is cut', async () => {
    const client = new pg.Client({ connectionString: inject('postgresUrl') })
    client.on('error', () => {})
    await client.connect()
    const asked = client.query('select 1')
    const { connection } = client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }
    connection.stream.destroy()
    expect(await errorOf(asked)).toEqual(recordedPostgres.lost)
  })
})
