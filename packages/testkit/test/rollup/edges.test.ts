import { createCrm, defineRollup } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { admin, crmWith, tablesOf, zone } from './rollups.ts'

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

const places = defineRollup({
  name: 'ordersByPlace',
  entity: 'order',
  groupBy: { day: { field: 'placedAt', bucket: 'day', timeZone: zone }, company: 'companyId' },
})
const months = defineRollup({
  name: 'ordersByMonth',
  entity: 'order',
  groupBy: { month: { field: 'placedAt', bucket: 'month', timeZone: zone }, company: 'companyId' },
})

onBoth((make) => {
  test('lists and counts of periods are those of the records, and come from the longest periods that tell them', async () => {
    const { crm } = await crmWith(await make(), [places, months])
    const me = crm.as(admin)
    const { id: one } = await me.companies.create({ name: 'Ada' })
    const { id: other } = await me.companies.create({ name: 'Bob' })
    const bought = [
      [one, '2026-04-01T04:00:00Z'],
      // In New York it is March.
      [one, '2026-04-01T03:59:59Z'],
      [one, '2026-01-02T00:00:00Z'],
      [other, '2026-02-01T12:00:00Z'],
    ] as const
    for (const [companyId, placedAt] of bought) await me.orders.create({ companyId, placedAt, currency: 'CNY' })
    const asked = (bucket: 'day' | 'month' | 'quarter', timeZone = zone) =>
      ({
        groupBy: { company: 'companyId' },
        measures: {
          list: { fn: 'list', field: 'placedAt', bucket, timeZone },
          n: { fn: 'countDistinct', field: 'placedAt', bucket, timeZone },
        },
        orderBy: { company: 'asc' },
      }) as const
    const told = async (...given: Parameters<typeof asked>) => {
      const { sql } = await me.orders.explain(asked(...given))
      const table = ['crm_orders_by_month', 'crm_orders_by_place', 'crm_orders'].find((name) =>
        sql.includes(`"${name}"`),
      )
      const rows = await me.orders.aggregate(asked(...given))
      return [table, ...rows.map(({ list, n }) => [n, ...list])]
    }
    expect(await told('day')).toEqual([
      'crm_orders_by_place',
      [3, '2026-01-01', '2026-03-31', '2026-04-01'],
      [1, '2026-02-01'],
    ])
    expect(await told('month')).toEqual([
      'crm_orders_by_month',
      [3, '2026-01-01', '2026-03-01', '2026-04-01'],
      [1, '2026-02-01'],
    ])
    expect(await told('quarter')).toEqual(['crm_orders_by_month', [2, '2026-01-01', '2026-04-01'], [1, '2026-01-01']])
    expect(await told('month', 'UTC')).toEqual(['crm_orders', [2, '2026-01-01', '2026-04-01'], [1, '2026-02-01']])
    const whole = { list: { fn: 'list', field: 'companyId' }, none: { fn: 'list', field: 'contactId' } } as const
    expect(await me.orders.aggregate({ measures: whole })).toEqual([{ list: [one, other].toSorted(), none: [] }])
  })

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
