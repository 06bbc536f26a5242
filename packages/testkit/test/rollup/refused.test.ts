import { defineRollup } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { Random, testCrm } from '@guanxi/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { onBoth } from '../both.ts'
import { coreDatabase } from '../databases.ts'
import { admin, board, crmWith, revenue, tablesOf, zone } from './rollups.ts'
import { isFrom, notesIn } from './rows.ts'

const most = Number.MAX_SAFE_INTEGER
const total = { groupBy: { currency: 'currency' }, measures: { revenue: { fn: 'sum', field: 'total' } } } as const
const count = { groupBy: { stage: 'stage' }, measures: { n: { fn: 'count' } } } as const

onBoth((make) => {
  const open = async () => {
    const storage = await make({ tampered: true })
    const { crm } = await crmWith(storage, [revenue, board])
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    const order = (total: number, placedAt = '2026-03-10T00:00:00Z') =>
      me.orders.create({ placedAt, total, currency: 'CNY', contactId })
    return { storage, crm, me, order, contactId }
  }

  test('a figure too large keeps nobody else from answering, and all is well once it is not', async () => {
    const { storage, crm, me, order, contactId } = await open()
    await order(most - 500)
    await crm.tick()
    const { id } = await order(most)
    for (let n = 0; n < 120; n++) await order(1, '2026-05-10T00:00:00Z')
    await me.deals.create({ title: 'x', contactId, amount: 1, currency: 'CNY' })
    await crm.tick()
    expect(isFrom('board', await me.deals.explain(count))).toBe(true)
    expect(isFrom('orders', await me.orders.explain(total))).toBe(true)
    await expect(me.orders.aggregate(total)).rejects.toMatchObject({ code: 'NUMBER_OUT_OF_RANGE' })
    expect((await crm.check()).findings.map(({ code }) => code)).toEqual(['rollup_uncounted'])
    await me.orders.update(id, { total: 0 })
    await crm.tick()
    expect(await notesIn(storage)).toBe(0)
    expect(isFrom('revenue_by_month', await me.orders.explain(total))).toBe(true)
    expect(await me.orders.aggregate(total)).toEqual([{ currency: 'CNY', revenue: most - 500 + 120 }])
    expect((await crm.check()).findings).toEqual([])
  })

  test('what is added and taken away again is exact, however large it was in between', async () => {
    const { crm, me, order } = await open()
    const { id } = await order(most)
    await order(most - 1)
    await me.orders.update(id, { total: 0 })
    expect(await me.orders.aggregate(total)).toEqual([{ currency: 'CNY', revenue: most - 1 }])
    expect(isFrom('revenue_by_month', await me.orders.explain(total))).toBe(true)
    expect((await crm.verifyRollups()).flatMap(({ wrong }) => wrong)).toEqual([])
  })
})

const bySource = defineRollup({
  name: 'leadsBySource',
  entity: 'lead',
  groupBy: { source: 'source', campaign: 'campaign' },
  indexes: [['source', 'campaign']],
})

test('a key that Postgres takes into no index keeps no other rollup and no other tenant from answering', async () => {
  const database = await coreDatabase()
  onTestFinished(() => database.drop())
  const storage = postgres(database.url)
  const rollups = [bySource, board]
  const { crm } = await testCrm({ storage, rollups, migrations: await tablesOf(rollups), zone, tenancy: 'multi' })
  onTestFinished(() => crm.close())
  await crm.rebuildRollups()
  const random = new Random(7)
  // What repeats would be packed.
  const words = Array.from({ length: 1000 }, () => String.fromCodePoint(random.int(0x4e00, 0x9fa0))).join('')
  const [me, other] = ['a', 'b'].map((tenant) => crm.as({ ...admin, tenant })) as [
    ReturnType<typeof crm.as>,
    ReturnType<typeof crm.as>,
  ]
  await me.leads.create({ name: 'Ada', source: words, campaign: words })
  for (const one of [me, other]) {
    const { id: contactId } = await one.contacts.create({ name: 'Ada' })
    await one.deals.create({ title: 'x', contactId, amount: 1, currency: 'CNY' })
  }
  const leads = { groupBy: { source: 'source' }, measures: { n: { fn: 'count' } } } as const
  expect(await me.leads.aggregate(leads)).toEqual([{ source: words, n: 1 }])
  await crm.tick()
  for (const one of [me, other]) expect(isFrom('board', await one.deals.explain(count))).toBe(true)
  expect(isFrom('leads_by_source', await other.leads.explain(leads))).toBe(true)
  // It stays noted, and the records answer.
  expect(await notesIn(storage)).toBe(1)
  expect(isFrom('leads_by_source', await me.leads.explain(leads))).toBe(false)
  expect(await me.leads.aggregate(leads)).toEqual([{ source: words, n: 1 }])
  expect((await crm.verifyRollups()).flatMap(({ wrong }) => wrong)).toEqual([])
})
