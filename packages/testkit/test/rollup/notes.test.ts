import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, type Rollup } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testClock, testIds } from '@guanxi/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { onBoth } from '../both.ts'
import { watch } from '../watch.ts'
import { admin, all, board, crmWith, revenue, tablesOf, zone } from './rollups.ts'
import { notesIn, rowsOf } from './rows.ts'

const monthly = {
  groupBy: { month: { field: 'placedAt', bucket: 'month', timeZone: zone }, currency: 'currency' },
  measures: { n: { fn: 'count' }, revenue: { fn: 'sum', field: 'total' } },
} as const
const march = (n: number, revenue: number) => [{ month: '2026-03-01', currency: 'CNY', n, revenue }]

onBoth((make) => {
  const open = async (rollups?: readonly Rollup[]) => {
    const storage = await make({ tampered: true })
    const { crm } = await crmWith(storage, rollups)
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const order = (total: number) => ({ placedAt: '2026-03-10T00:00:00Z', total, currency: 'CNY', contactId })
    const notes = () => notesIn(storage)
    return { storage, crm, me, order, notes }
  }

  test('who writes notes what has changed, in one row; who reads first brings it into the cells, and then it is gone', async () => {
    const { storage, me, order, notes } = await open([revenue])
    await me.orders.createMany([order(600), order(30), order(7)])
    expect([await notes(), (await rowsOf(storage, 'revenue_by_month')).length]).toEqual([1, 0])
    expect(await me.orders.aggregate(monthly)).toEqual(march(3, 637))
    expect([await notes(), (await rowsOf(storage, 'revenue_by_month')).length]).toEqual([0, 1])
  })

  test('of what no rollup goes by nothing is noted', async () => {
    const { me, order, notes } = await open([revenue])
    const { id } = await me.orders.create(order(600))
    await me.orders.aggregate(monthly)
    await me.orders.update(id, { contactId: (await me.contacts.create({ name: 'Bob' })).id })
    await me.companies.create({ name: '精工' })
    expect(await notes()).toBe(0)
    await me.orders.update(id, { total: 601 })
    expect(await notes()).toBe(1)
    expect(await me.orders.aggregate(monthly)).toEqual(march(1, 601))
  })

  test('a worker brings it into the cells before anybody asks', async () => {
    const { storage, crm, me, order, notes } = await open([revenue])
    for (let n = 0; n < 101; n++) await me.orders.create(order(1))
    await crm.tick()
    expect(await notes()).toBe(0)
    const seen = watch(storage)
    expect(await me.orders.aggregate(monthly)).toEqual(march(101, 101))
    expect(seen).toEqual(['select rollupChange', 'aggregate revenueByMonth'])
  })

  test('in a transaction the records answer, until it is over', async () => {
    const { me, order, notes } = await open([revenue])
    await me.transaction(async (inside) => {
      await inside.orders.create(order(600))
      expect(await inside.orders.aggregate(monthly)).toEqual(march(1, 600))
      expect((await inside.orders.explain(monthly)).sql).toContain('crm_orders')
    })
    expect(await notes()).toBe(1)
    expect(await me.orders.aggregate(monthly)).toEqual(march(1, 600))
    expect(await notes()).toBe(0)
  })

  test('a process that does not know a rollup leaves what is noted for it to those who do', async () => {
    const { storage, crm, me, order } = await open(all)
    await me.orders.create(order(600))
    await me.deals.create({ title: 'x', amount: 5, currency: 'CNY', contactId: order(1).contactId })
    const clock = testClock('2026-03-16T09:00:00Z')
    const other = createCrm({ storage, rollups: [board], migrations: await tablesOf(all), clock, ids: testIds(), zone })
    await other.tick()
    // What was noted of deals is in their cells, and what was noted of orders is not lost.
    // What was noted of deals is in their cells, and of what was noted of orders each of their rollups has its share.
    expect((await rowsOf(storage, 'rollup_changes')).map(({ share }) => share).toSorted()).toEqual([
      'largeOrdersByDay',
      'revenueByMonth',
    ])
    expect(await me.orders.aggregate(monthly)).toEqual(march(1, 600))
    expect((await crm.verifyRollups()).flatMap(({ wrong }) => wrong)).toEqual([])
  })
})

test('on SQLite who reads waits for nobody who writes: the records answer meanwhile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-notes-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const storage = sqlite(join(folder, 'crm.db'))
  const { crm } = await crmWith(storage, [revenue])
  const me = crm.as(admin)
  const { id: contactId } = await me.contacts.create({ name: 'Ada' })
  await me.orders.create({ placedAt: '2026-03-10T00:00:00Z', total: 600, currency: 'CNY', contactId })
  const writer = await storage.begin()
  await expect(storage.begin({ wait: false })).rejects.toMatchObject({ code: 'STORAGE_BUSY' })
  expect(await me.orders.aggregate(monthly)).toEqual(march(1, 600))
  expect((await me.orders.explain(monthly)).sql).toContain('crm_orders')
  await writer.rollback()
  expect((await me.orders.explain(monthly)).sql).toContain('crm_revenue_by_month')
  expect(await me.orders.aggregate(monthly)).toEqual(march(1, 600))
  await crm.close()
})
