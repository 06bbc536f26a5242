import { createCrm, defineRollup } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { admin, crmWith, tablesOf } from './rollups.ts'

const expected = defineRollup({
  name: 'expectedByMonth',
  entity: 'deal',
  groupBy: { month: { field: 'expectedAt', bucket: 'month' } },
})
const touched = defineRollup({
  name: 'contactsByDay',
  entity: 'contact',
  groupBy: { day: { field: 'updatedAt', bucket: 'day', timeZone: 'UTC' } },
  measures: { versions: { fn: 'sum', field: 'version' } },
})

onBoth((make) => {
  test('days are compared with the last one that there is as everywhere', async () => {
    const { crm } = await crmWith(await make(), [expected])
    const me = crm.as(admin)
    const { id: contactId } = await me.contacts.create({ name: 'Ada' })
    for (const expectedAt of ['2026-03-16', '9999-12-31'])
      await me.deals.create({ title: 'x', contactId, expectedAt, amount: 1, currency: 'CNY' })
    const count = (where: object) => me.deals.count({ where })
    expect(await count({ expectedAt: { gt: '9999-12-31' } })).toBe(0)
    expect(await count({ expectedAt: { lte: '9999-12-31' } })).toBe(2)
    expect(await count({ expectedAt: { lte: '9999-11-30' } })).toBe(1)
  })

  test('an erasure is a change of the record: of its version, and of when it was changed', async () => {
    const { crm, clock } = await crmWith(await make(), [touched])
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ name: 'Ada', phone: '+8613800138000' })
    await clock.advance('P1D')
    await me.contacts.eraseSubject(id, {}, { reason: 'asked for' })
    expect((await crm.verifyRollups()).flatMap(({ wrong }) => wrong)).toEqual([])
    const byDay = { day: { field: 'updatedAt', bucket: 'day', timeZone: 'UTC' } } as const
    expect(
      await me.contacts.aggregate({ groupBy: byDay, measures: { versions: { fn: 'sum', field: 'version' } } }),
    ).toEqual([{ day: '2026-03-17', versions: 2 }])
  })
})

test('a key without a zone has the periods of the instance, and is another rollup once that is elsewhere', async () => {
  const byMonth = defineRollup({
    name: 'ordersByMonth',
    entity: 'order',
    groupBy: { month: { field: 'placedAt', bucket: 'month' } },
  })
  const storage = sqlite(':memory:')
  const { crm } = await crmWith(storage, [byMonth])
  const me = crm.as(admin)
  const { id: companyId } = await me.companies.create({ name: 'Acme' })
  // In New York it is still March.
  await me.orders.create({ companyId, placedAt: '2026-04-01T03:59:59.999Z', currency: 'USD', total: 1 })
  const groupBy = { month: { field: 'placedAt', bucket: 'month' } } as const
  const asked = { groupBy, measures: { n: { fn: 'count' } } } as const
  expect(await me.orders.aggregate(asked)).toEqual([{ month: '2026-03-01', n: 1 }])
  expect((await me.orders.explain(asked)).sql).toContain('crm_orders_by_month')
  const there = createCrm({ storage, rollups: [byMonth], migrations: await tablesOf([byMonth]), zone: 'UTC' })
  expect(await there.as(admin).orders.aggregate(asked)).toEqual([{ month: '2026-04-01', n: 1 }])
  expect((await there.as(admin).orders.explain(asked)).sql).not.toContain('crm_orders_by_month')
  expect((await there.verifyRollups())[0]).toMatchObject({ built: false })
})
