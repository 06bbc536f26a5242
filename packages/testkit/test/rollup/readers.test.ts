import { createCrm } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { expect, onTestFinished, test } from 'vitest'
import { coreDatabase } from '../databases.ts'
import { admin, crmWith, revenue, tablesOf, zone } from './rollups.ts'
import { isFrom } from './rows.ts'

const total = { groupBy: { currency: 'currency' }, measures: { revenue: { fn: 'sum', field: 'total' } } } as const

async function open() {
  const database = await coreDatabase()
  onTestFinished(() => database.drop())
  const storage = postgres(database.url)
  const { crm } = await crmWith(storage, [revenue])
  onTestFinished(() => crm.close())
  const me = crm.as(admin)
  const { id: contactId } = await me.contacts.create({ name: 'Ada' })
  await me.orders.create({ placedAt: '2026-03-10T00:00:00Z', total: 600, currency: 'CNY', contactId })
  return { database, storage, me }
}

test('on Postgres who reads does not wait for who brings the cells up to date: the records answer', async () => {
  const { storage, me } = await open()
  const holder = await storage.begin()
  await holder.lock('default/rollups')
  expect(await me.orders.aggregate(total)).toEqual([{ currency: 'CNY', revenue: 600 }])
  expect(isFrom('orders', await me.orders.explain(total))).toBe(true)
  await holder.rollback()
  expect(isFrom('revenue_by_month', await me.orders.explain(total))).toBe(true)
})

test('a server that is read only answers and is checked, whatever is noted', async () => {
  const { database } = await open()
  const replica = createCrm({
    storage: postgres({ connectionString: database.url, options: '-c default_transaction_read_only=on' }),
    ...{ rollups: [revenue], migrations: await tablesOf([revenue]), zone },
  })
  onTestFinished(() => replica.close())
  const me = replica.as(admin)
  expect(await me.orders.aggregate(total)).toEqual([{ currency: 'CNY', revenue: 600 }])
  expect(await me.orders.count({ where: { currency: 'CNY' } })).toBe(1)
  expect(await replica.verifyRollups()).toMatchObject([{ built: true, groups: 1, differing: 0 }])
  expect((await replica.check()).findings).toEqual([])
})
