import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../scripts/postgres.ts'
import { type Desk, type Northwind, northwind, tenant } from '../src/crm.ts'
import { load } from '../src/load.ts'
import { readTables } from '../src/read.ts'
import { arrival } from '../src/report/arrival.ts'
import { report } from '../src/report/report.ts'
import { customersBy, orders, revenueBy } from './expected.ts'

const tables = readTables()
const folder = mkdtempSync(join(tmpdir(), 'guanxi-northwind-'))
let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'))
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

const storages = [
  { name: 'SQLite', storage: () => sqlite(join(folder, 'figures.db')) },
  { name: 'Postgres', storage: () => postgres(database.url) },
]

describe.each(storages)('Northwind in $name', ({ storage }) => {
  let app: Northwind
  let desk: Desk

  beforeAll(async () => {
    app = northwind(storage())
    desk = app.crm.as({ tenant, user: 'controller', roles: ['controller'] })
    await app.crm.migrate()
    await load(app, tables)
  }, 60_000)
  afterAll(() => app.crm.close())

  test('everything has arrived', async () => {
    const told = await arrival(app, async () => undefined)
    expect(told).toContain(
      '9 members, 91 companies, 91 contacts, 77 products, 830 orders, 2,155 lines, 830 deals\nnothing new',
    )
  })

  test('every order has the amount of its lines, rounded to the cent', async () => {
    const found = new Map<string | null, number>()
    for await (const { externalId, total } of desk.orders.iterate()) found.set(externalId, total)
    expect(found).toEqual(new Map(orders.map(({ id, total }) => [id, Number(total)])))
  })

  test('revenue per year, customer and member is that of the tables', async () => {
    const measures = { revenue: { fn: 'sum', field: 'total' } } as const
    const years = await desk.orders.aggregate({ groupBy: { key: { field: 'placedAt', bucket: 'year' } }, measures })
    const customers = await desk.orders.aggregate({ groupBy: { key: { path: ['company', 'externalId'] } }, measures })
    const members = await desk.orders.aggregate({ groupBy: { key: 'ownerId' }, measures })
    const figures = (rows: readonly { key: unknown; revenue: number }[]) =>
      rows.map((row): [string, number] => [`${row.key}`, row.revenue]).sort((a, b) => b[1] - a[1])
    expect(figures(years).map(([year, sum]) => [year.slice(0, 4), sum])).toEqual(
      revenueBy(({ placed }) => placed.slice(0, 4)),
    )
    expect(figures(customers)).toEqual(revenueBy(({ customer }) => customer))
    expect(figures(members)).toEqual(revenueBy(({ employee }) => employee))
  })

  test('the board holds every order in its stage, and knows the late ones', async () => {
    const deals = new Map<string | null, unknown>()
    for await (const { externalId, stage, late, amount, closedAt } of desk.deals.iterate())
      deals.set(externalId, { stage, late, amount, closedAt })
    const expected = orders.map(({ id, total, shipped, late }) => ({
      id,
      deal: {
        stage: shipped === '' ? 'placed' : 'shipped',
        late,
        amount: Number(total),
        closedAt: shipped === '' ? null : `${shipped}T17:00:00.000Z`,
      },
    }))
    expect(deals).toEqual(new Map(expected.map(({ id, deal }) => [id, deal])))
    expect(await desk.deals.count({ where: { late: true } })).toBe(37)
  })

  test('an order was placed and shipped on its own days', async () => {
    const { items } = await desk.deals.list({ where: { externalId: '10248' } })
    const stays = await desk.deals.history(items[0]?.id ?? '')
    expect(stays).toMatchObject([
      { stage: 'placed', enteredAt: '1996-07-04T09:00:00.000Z', leftAt: '1996-07-16T17:00:00.000Z' },
      { stage: 'shipped', enteredAt: '1996-07-16T17:00:00.000Z' },
    ])
  })

  test.each([
    ['a representative', '4', 'sales', ['4']],
    ['a sales manager', '5', 'manager', ['5', '6', '7', '9']],
    ['the vice president', '2', 'manager', ['1', '2', '3', '4', '5', '6', '7', '8', '9']],
  ])('%s sees the companies of his own and those below him', async (_, user, role, below) => {
    const companies = await app.crm.as({ tenant, user, roles: [role] }).companies.count()
    expect(companies).toBe(customersBy(below))
  })

  test('nothing doubles when it runs again, and the report stays', async () => {
    const first = await report(app)
    const again = northwind(storage())
    expect(await arrival(again, () => load(again, tables))).toContain('\nnothing new')
    expect(await report(again)).toBe(first)
    await again.crm.close()
  })
})

test('the program prints the same in SQLite, in SQLite again, and in a Postgres of its own', async () => {
  const file = join(folder, 'program.db')
  const [sqlite, again, postgres] = [await program(file), await program(file), await program('--postgres')]
  expect(sqlite.head).toContain('4,083 new records')
  expect(again.head).toContain('nothing new')
  expect(postgres.head).toContain('Northwind Traders, in Postgres')
  expect(again.report).toBe(sqlite.report)
  expect(postgres.report).toBe(sqlite.report)
}, 120_000)

/** What the program prints: what it did, up to the first empty line, and the report. */
async function program(argument: string): Promise<{ head: string; report: string }> {
  const main = join(import.meta.dirname, '../src/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', main, argument])
  const [head = '', ...report] = stdout.split('\n\n')
  return { head, report: report.join('\n\n') }
}
