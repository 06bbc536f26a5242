import { analytics } from '@guanxi/analytics'
import { createCrm, defineRollup, type Rollup, type StorageAdapter } from '@guanxi/core'
import { testClock, testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { admin, board, crmWith, perDay, revenue, tablesOf, zone } from './rollups.ts'
import { isFrom, notesIn, rowsOf } from './rows.ts'

const byOwner = {
  groupBy: { owner: 'ownerId', currency: 'currency' },
  measures: { revenue: { fn: 'sum', field: 'total' } },
} as const
const count = { measures: { n: { fn: 'count' } } } as const
const byMonth = defineRollup({
  name: 'ordersByMonth',
  entity: 'order',
  groupBy: { month: { field: 'placedAt', bucket: 'month' } },
})

/** Another process on the database, with rollups of its own, or a zone. */
const another = async (storage: StorageAdapter, there: readonly Rollup[], rollups: readonly Rollup[], own = zone) =>
  createCrm({
    storage,
    rollups,
    migrations: await tablesOf(there),
    clock: testClock('2026-03-16T09:00:00Z'),
    zone: own,
  })

onBoth((make) => {
  test('what is left of a rollup that is gone keeps the others from nothing', async () => {
    const storage = await make({ tampered: true })
    const there = [revenue, perDay, board]
    const { crm } = await crmWith(storage, there)
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const order = { placedAt: '2026-03-10T00:00:00Z', total: 600, currency: 'CNY', contactId }
    await me.orders.create(order)
    const next = await another(storage, there, [revenue, board])
    const you = next.as(admin)
    for (let n = 2; n < 4; n++) {
      await you.orders.create(order)
      await next.tick()
      expect(isFrom('revenue_by_month', await you.orders.explain(byOwner))).toBe(true)
      expect((await you.orders.aggregate(byOwner))[0]).toMatchObject({ revenue: 600 * n })
      expect(isFrom('board', await you.deals.explain({ groupBy: { stage: 'stage' }, ...count }))).toBe(true)
    }
    expect((await rowsOf(storage, 'rollup_changes')).map(({ share }) => share)).toEqual(['largeOrdersByDay'])
    // Who knows it finds its share.
    const days = { where: { total: { gte: 500 } }, groupBy: { currency: 'currency' }, ...count } as const
    await crm.tick()
    expect(await notesIn(storage)).toBe(0)
    expect((await me.orders.aggregate(days))[0]).toMatchObject({ n: 1 })
  })

  test('an idle worker looks once at what it must leave, however much that is', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await crmWith(storage, [revenue, perDay])
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    await me.transaction(async (inside) => {
      for (let n = 0; n < 250; n++)
        await inside.orders.create({ placedAt: '2026-03-10T00:00:00Z', total: 600, currency: 'CNY', contactId })
    })
    const next = await another(storage, [revenue, perDay], [revenue])
    await next.tick()
    expect(await notesIn(storage)).toBe(250)
    let begun = 0
    const begin = storage.begin.bind(storage)
    storage.begin = (how) => {
      begun++
      return begin(how)
    }
    await next.tick()
    expect(begun).toBeLessThan(4)
  })

  test('who has another definition of a rollup leaves its cells alone', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await crmWith(storage, [byMonth])
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    await me.orders.create({ contactId, placedAt: '2026-04-01T03:59:59.999Z', currency: 'USD', total: 1 })
    await (await another(storage, [byMonth], [byMonth], 'UTC')).tick()
    const months = { groupBy: { month: { field: 'placedAt', bucket: 'month' } }, ...count } as const
    // In New York it is March.
    expect(await me.orders.aggregate(months)).toEqual([{ month: '2026-03-01', n: 1 }])
    expect(isFrom('orders_by_month', await me.orders.explain(months))).toBe(true)
  })

  test('what is noted while a rollup is built elsewhere is left for it', async () => {
    const storage = await make({ tampered: true })
    const rollups = [revenue, perDay]
    const { crm } = await testCrm({ storage, rollups, migrations: await tablesOf(rollups), zone })
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const begin = storage.begin.bind(storage)
    const stranger = await another(storage, rollups, [perDay])
    let has = false
    // After the records were compared, somebody writes, and a worker that does not know the rollup comes by.
    storage.begin = async (how) => {
      if (how?.snapshot !== true) return begin(how)
      const moment = await begin(how)
      const rollback = moment.rollback.bind(moment)
      moment.rollback = async () => {
        await rollback()
        if (has) return
        has = true
        await me.orders.create({ placedAt: '2026-03-10T00:00:00Z', total: 600, currency: 'CNY', contactId })
        await stranger.tick()
      }
      return moment
    }
    await crm.rebuildRollups(['revenueByMonth'])
    storage.begin = begin
    expect(has).toBe(true)
    expect((await me.orders.aggregate(byOwner))[0]).toMatchObject({ revenue: 600 })
    expect((await crm.verifyRollups(['revenueByMonth']))[0]).toMatchObject({ built: true, differing: 0 })
  })

  test('an instance of one tenant leaves what others noted', async () => {
    const storage = await make({ tampered: true })
    const rollups = [byMonth]
    const migrations = await tablesOf(rollups)
    const { crm } = await testCrm({ storage, rollups, migrations, zone, tenancy: 'multi' })
    await crm.rebuildRollups()
    const me = crm.as({ ...admin, tenant: 'b' })
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    await me.orders.create({ contactId, placedAt: '2026-04-01T03:59:59.999Z', currency: 'USD', total: 1 })
    await (await another(storage, rollups, rollups)).tick()
    expect(await notesIn(storage)).toBe(1)
    await crm.tick()
    expect(await notesIn(storage)).toBe(0)
  })

  test('with the plugin goes what is noted for its rollups', async () => {
    const storage = await make({ tampered: true })
    const { crm } = await testCrm({ storage, plugins: [analytics()] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'Acme' })
    await me.orders.create({ companyId, placedAt: '2026-03-10T00:00:00Z', currency: 'USD', total: 1 })
    expect(await notesIn(storage)).toBe(1)
    const bare = createCrm({ storage, clock: testClock('2026-03-16T09:00:00Z') })
    await bare.uninstall(analytics())
    expect(await notesIn(storage)).toBe(0)
  })
})
