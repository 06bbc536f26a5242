import {
  type CreateOf,
  createCrm,
  defineEntity,
  definePlugin,
  type EntityOf,
  field,
  type Migration,
  type PluginTypes,
  type RowOf,
  type StorageAdapter,
  type System,
} from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { file, servers } from '../storages.ts'

const fields = { number: field.serial(), title: field.string().plain() }
const invoice = defineEntity({ name: 'invoice', plural: 'invoices', fields })
interface Invoice extends System, RowOf<typeof fields> {}
interface InvoiceCreate extends CreateOf<typeof fields> {}
interface Invoicing extends PluginTypes {
  entities: { invoice: EntityOf<typeof invoice, Invoice, InvoiceCreate> }
  operations: {}
  events: {}
}
const invoicing = (migrations: readonly Migration[] = []) =>
  definePlugin<Invoicing>({ id: 'invoicing', version: '1', entities: [invoice], migrations })

const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [invoicing()] }).migrate({ dryRun: true })
const crmOn = (storage: StorageAdapter) =>
  createCrm({ storage, plugins: [invoicing([{ id: '0001', steps: draft }])], tenancy: 'multi' })
const at = (storage: StorageAdapter, tenant = 'a') => crmOn(storage).as({ user: 'u', tenant, roles: ['admin'] })

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** Handles on one database, as two processes have them. */
async function onSqlite(): Promise<readonly StorageAdapter[]> {
  const fresh = await file()
  const another = fresh.another?.() ?? sqlite('')
  undo.push(() => fresh.close())
  undo.push(() => another.close())
  return [fresh.storage, another]
}

async function onPostgres(): Promise<readonly StorageAdapter[]> {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  undo.push(() => database.drop())
  const handles = [postgres(database.url), postgres(database.url)]
  for (const storage of handles) undo.push(() => storage.close())
  return handles
}

const makers = servers
  ? ([
      ['sqlite', onSqlite],
      ['postgres', onPostgres],
    ] as const)
  : ([['sqlite', onSqlite]] as const)

describe.each(makers)('%s', (_, make) => {
  test('numbers run from 1 on in each tenant, in batches too, and are not given again', async () => {
    const [storage] = await make()
    if (storage === undefined) throw new Error('nothing')
    await crmOn(storage).migrate()
    const [a, b] = [at(storage), at(storage, 'b')]
    expect((await a.invoices.create({ title: 'x' })).number).toBe(1)
    await a.invoices.createMany(['y', 'z'].map((title) => ({ title })))
    expect((await b.invoices.create({ title: 'x' })).number).toBe(1)
    const last = await a.invoices.create({ title: 'last' })
    expect(last.number).toBe(4)
    await a.invoices.delete(last.id)
    expect((await a.invoices.create({ title: 'after' })).number).toBe(5)
    expect((await a.invoices.restore(last.id)).number).toBe(4)
    const { items } = await a.invoices.list({ orderBy: { number: 'asc' } })
    expect(items.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
  })

  test('what is rolled back leaves no gap, and a dry run takes no number', async () => {
    const [storage] = await make()
    if (storage === undefined) throw new Error('nothing')
    await crmOn(storage).migrate()
    const me = at(storage)
    const failing = me.transaction(async (tx) => {
      expect((await tx.invoices.create({ title: 'x' })).number).toBe(1)
      expect((await tx.invoices.create({ title: 'y' })).number).toBe(2)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await me.invoices.create({ title: 'x' }, { dryRun: true })
    expect((await me.invoices.create({ title: 'x' })).number).toBe(1)
  })

  test('two processes at once give no number twice', async () => {
    const handles = await make()
    await crmOn(handles[0] as StorageAdapter).migrate()
    const all = handles.map((storage) => at(storage))
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (all[i % 2] as (typeof all)[0]).invoices.create({ title: `${i}` })),
    )
    expect(made.map(({ number }) => number).sort((x, y) => x - y)).toEqual(made.map((_, i) => i + 1))
  })
})
