import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createCrm } from '@guanxi/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type NodeSqliteOptions, nodeSqlite } from '../src/node-sqlite.ts'
import { newFolder } from './files.ts'

let folder: Awaited<ReturnType<typeof newFolder>>
let file: string
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  folder = await newFolder()
  file = join(folder.path, 'crm.db')
})

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
  await folder.remove()
})

const crmOn = (path: string, options?: NodeSqliteOptions) => {
  const crm = createCrm({ storage: nodeSqlite(path, options) })
  opened.push(crm)
  return { crm, me: crm.as({ user: 'u_1', roles: ['sales'] }) }
}

const migrated = async () => {
  const made = crmOn(file)
  await made.crm.migrate()
  return made
}

type Me = ReturnType<typeof crmOn>['me']
const names = async (me: Me) => (await me.companies.list({ orderBy: { name: 'asc' } })).items.map(({ name }) => name)

test('two Chinese characters are found, by the index', async () => {
  const { me } = await migrated()
  await me.companies.createMany([{ name: '上海精工机械' }, { name: 'Acme' }])
  const { items } = await me.companies.search({ text: '精工' })
  expect(items.map(({ record }) => record.name)).toEqual(['上海精工机械'])
  const { plan } = await me.companies.explain({ where: { name: { contains: '精工' } } })
  expect(plan.some((line) => line.includes('crm_companies_search VIRTUAL TABLE INDEX'))).toBe(true)
})

describe('a transaction', () => {
  test('that is rolled back leaves nothing, of the CRM or of the host', async () => {
    const { me } = await migrated()
    const failure = new Error('no')
    const failing = me.transaction(async (tx, native) => {
      await tx.companies.create({ name: 'Acme' })
      ;(native as DatabaseSync).exec('create table invoices (id text)')
      throw failure
    })
    await expect(failing).rejects.toBe(failure)
    expect(await names(me)).toEqual([])
    await me.transaction(async (_, native) => (native as DatabaseSync).exec('create table invoices (id text)'))
  })

  test('of the host takes the CRM along, in both directions', async () => {
    const { me } = await migrated()
    const host = new DatabaseSync(file, { readBigInts: true })
    const theirs = me.withTransaction(host)
    await expect(theirs.companies.create({ name: 'x' })).rejects.toMatchObject({ code: 'TRANSACTION_REQUIRED' })
    host.exec('create table invoices (id text); begin; insert into invoices values (1)')
    await Promise.all([theirs.companies.create({ name: 'Acme' }), theirs.companies.create({ name: 'Beta' })])
    await expect(theirs.companies.create({ name: '' })).rejects.toMatchObject({ code: 'INVALID' })
    expect([await names(theirs), await names(me)]).toEqual([['Acme', 'Beta'], []])
    expect((await theirs.companies.list()).items.map(({ version }) => version)).toEqual([1, 1])
    host.exec('commit; begin')
    await theirs.companies.create({ name: 'Gone' })
    host.exec('rollback')
    expect(await names(me)).toEqual(['Acme', 'Beta'])
    host.close()
  })

  test('of the host that saw what is no longer so has to begin anew', async () => {
    const { me } = await migrated()
    const host = new DatabaseSync(file)
    host.exec('begin; select * from crm_companies')
    await me.companies.create({ name: 'Acme' })
    const late = me.withTransaction(host).companies.create({ name: 'Beta' })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
    host.close()
  })
})

test('another handle on the file sees what is committed, and no more', async () => {
  const { me } = await migrated()
  const another = crmOn(file).me
  await me.transaction(async (tx) => {
    await tx.companies.create({ name: 'Acme' })
    expect(await names(another)).toEqual([])
  })
  expect(await names(another)).toEqual(['Acme'])
})

test('compacting takes what was deleted out of the file, or says that somebody still reads it', async () => {
  const { crm, me } = await migrated()
  const hasSecret = async () =>
    (await Promise.all([file, `${file}-wal`].map((path) => readFile(path)))).some((bytes) => bytes.includes('Secret'))
  await me.transaction(async (tx, native) => {
    await tx.companies.create({ name: 'Secret' })
    const tables = ['companies', 'audit', 'outbox'].map((name) => `delete from crm_${name};`)
    ;(native as DatabaseSync).exec(tables.join(''))
  })
  const reader = new DatabaseSync(file)
  reader.exec('begin; select * from crm_companies')
  const hurried = createCrm({ storage: nodeSqlite(file, { busyTimeout: 0 }) })
  await expect(hurried.compact()).rejects.toMatchObject({ code: 'STORAGE_BUSY' })
  await hurried.close()
  expect(await hasSecret()).toBe(true)
  reader.close()
  await crm.compact()
  expect(await hasSecret()).toBe(false)
})

describe('what cannot be used says why', () => {
  test('a file that is no database', async () => {
    await writeFile(file, 'This is no database at all. '.repeat(99))
    await expect(crmOn(file).crm.migrate()).rejects.toMatchObject({ code: 'STORAGE_NOT_A_DATABASE' })
  })

  test('a folder, and a file in no folder', async () => {
    const unavailable = { code: 'STORAGE_UNAVAILABLE' }
    await expect(crmOn(tmpdir()).crm.migrate()).rejects.toMatchObject(unavailable)
    await expect(crmOn(join(file, 'crm.db')).crm.migrate()).rejects.toMatchObject(unavailable)
  })

  test('a database that is full: the transaction is gone, and nothing is kept', async () => {
    const { me } = await migrated()
    const filling = me.transaction(async (tx, native) => {
      ;(native as DatabaseSync).exec('pragma max_page_count = 1')
      for (let i = 0; i < 300; i++) await tx.companies.create({ name: `${i}`.repeat(200) })
    })
    await expect(filling).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    expect(await names(me)).toEqual([])
  })
})
