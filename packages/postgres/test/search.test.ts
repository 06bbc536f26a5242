import { randomBytes } from 'node:crypto'
import { createCrm, type StorageAdapter } from '@guanxi/core'
import pg from 'pg'
import { afterEach, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'
import { postgres } from '../src/index.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function query(url: string, ...statements: readonly string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let result: pg.QueryResult | undefined
    for (const statement of statements) result = await client.query(statement)
    return result as pg.QueryResult
  } finally {
    await client.end()
  }
}

async function database(): Promise<string> {
  const made = await createDatabase(inject('postgresUrl'))
  undo.push(() => made.drop())
  return made.url
}

function crmOn(storage: StorageAdapter) {
  const crm = createCrm({ storage })
  undo.push(() => crm.close())
  return crm
}

/** What contains and search find among some names. */
async function found(crm: ReturnType<typeof crmOn>): Promise<readonly unknown[]> {
  const { companies } = crm.as(admin)
  if ((await companies.count()) === 0)
    await companies.createMany([{ name: '上海精工机械' }, { name: '精工' }, { name: 'Acme 100%' }])
  const names = async (contains: string) =>
    (await companies.list({ where: { name: { contains } }, orderBy: { name: 'asc' } })).items.map(({ name }) => name)
  const best = (await companies.search({ text: '精工' })).items.map(({ record }) => record.name)
  return [await names('精工'), await names('ACME'), await names('0%'), best]
}
const all = [['上海精工机械', '精工'], ['Acme 100%'], ['Acme 100%'], ['精工', '上海精工机械']]

const indexes = "select indexdef from pg_indexes where indexname = 'crm_companies_search'"

test('without the right to create the extension contains scans, and check says what to do', async () => {
  const url = await database()
  const role = `guest_${randomBytes(6).toString('hex')}`
  await query(url, `create role ${role} login`, `grant create on schema public to ${role}`)
  undo.push(() => query(url, `drop owned by ${role}`, `drop role ${role}`))
  const own = new URL(url)
  own.username = role
  const crm = crmOn(postgres(own.href))
  await crm.migrate()
  expect(await found(crm)).toEqual(all)
  const { findings } = await crm.check()
  expect(findings).toEqual([
    {
      code: 'search_index_missing',
      severity: 'warning',
      problem: 'The extension pg_trgm is not there: contains and search read every row.',
      fix: 'Run `create extension pg_trgm` as a role that may create extensions in this database, and call `await crm.rebuildSearch()`.',
    },
  ])
  await query(url, 'create extension pg_trgm')
  expect((await crm.check()).findings.map(({ problem }) => problem)).toContain(
    'The table crm_companies has no search index: contains and search read every row.',
  )
  await crm.rebuildSearch()
  expect((await crm.check()).findings).toEqual([])
  expect((await query(url, indexes)).rowCount).toBe(1)
  expect(await found(crm)).toEqual(all)
})

test('in a database whose letters are ASCII alone Chinese is scanned, and check says so', async () => {
  const name = `guanxi_c_${randomBytes(6).toString('hex')}`
  const server = inject('postgresUrl')
  await query(
    server,
    `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C' locale_provider libc`,
  )
  undo.push(() => query(server, `drop database ${name} with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  const crm = crmOn(postgres(url.href))
  await crm.migrate()
  expect(await found(crm)).toEqual(all)
  expect((await crm.check()).findings.map(({ code }) => code)).toEqual(['search_ctype'])
})

test('an extension in a schema of its own, and tables in another, are found', async () => {
  const url = await database()
  await query(url, 'create schema extensions', 'create extension pg_trgm schema extensions')
  const crm = crmOn(postgres(url, { schema: 'crm' }))
  await crm.migrate()
  expect(await found(crm)).toEqual(all)
  expect((await crm.check()).findings).toEqual([])
  const { rows } = await query(url, indexes)
  expect(rows[0]?.indexdef).toContain('extensions.gin_trgm_ops')
})

test('what is found by an index of trigrams is planned each time: a plan without the values would not use it', async () => {
  const url = await database()
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const crm = crmOn(postgres(pool))
  undo.push(() => pool.end())
  await crm.migrate()
  const { companies } = crm.as(admin)
  for (let i = 0; i < 4; i++) {
    await companies.list({ where: { name: { contains: '精工' } } })
    await companies.list({ where: { name: '精工' } })
    await companies.search({ text: '精工' })
  }
  const { rows } = await pool.query<{ statement: string }>('select statement from pg_prepared_statements')
  const statements = rows.map(({ statement }) => statement).filter((statement) => statement.includes('crm_companies'))
  expect(statements.length).toBeGreaterThan(0)
  expect(statements.filter((statement) => statement.includes(' like '))).toEqual([])
})
