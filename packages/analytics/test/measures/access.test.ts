import { createCrm } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'
import { companies, type Me, order, orders, zone } from '../world.ts'

type Asked = Parameters<Me['analytics']['query']>[0]

const may = { operations: ['analytics.query'] }
const roles = {
  rep: { ...may, grants: { '*': { scope: 'own' } } },
  blind: { ...may, grants: { '*': { scope: 'all' }, order: { scope: 'all', except: ['total', 'region'] } } },
} as const

function office({ storage, tenant }: Stage) {
  const clock = testClock('2026-03-16T09:00:00+08:00', zone)
  const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone, roles })
  return (user: string, role: string) => crm.as({ tenant, user, roles: [role] })
}

const year = { from: '2025-01-01', to: '2026-01-01' }

onOne((stage) => {
  test('check 29: totals, groups and the others are those of the rows that the actor may read', async () => {
    const as = office(stage())
    const admin = as('u_adm', 'admin')
    const [a, b, c, d] = await companies(admin, 4)
    const of = (id: string | undefined, ownerId: string, total: number) => ({
      ...order(id ?? '', '2025-05-01', total),
      ownerId,
    })
    await orders(admin, [
      ...[of(a, 'u_1', 10), of(b, 'u_1', 20), of(c, 'u_1', 30), of(a, 'u_2', 1000), of(d, 'u_2', 5000)],
    ])
    const asked: Asked = {
      ...{ measures: ['orders.revenue', 'orders.count', 'customers.new'], by: { company: 'companyId' }, ...year },
      topN: { by: 'orders.revenue', n: 1, other: true },
    }
    for (const user of ['u_1', 'u_2', 'u_3']) {
      const me = as(user, 'rep')
      const rows: { readonly total: number; readonly companyId: string | null }[] = []
      for await (const row of me.orders.iterate({})) rows.push(row)
      const sum = rows.reduce((all, { total }) => all + total, 0)
      const { data, meta } = await me.analytics.query(asked)
      expect(data.totals).toMatchObject({
        'orders.revenue': { value: sum, n: rows.length },
        'orders.count': { value: rows.length },
        'customers.new': { value: new Set(rows.map(({ companyId }) => companyId)).size },
      })
      const told = data.rows.map(({ values }) => Number(values['orders.revenue']?.value))
      expect(told.reduce((all, each) => all + each, 0)).toBe(sum)
      expect(meta.rows).toBe(rows.length)
    }
    const { data } = await as('u_1', 'rep').analytics.query(asked)
    expect(data.rows.map(({ kind, values }) => [kind, values['orders.revenue']?.value])).toEqual([
      ['group', 30],
      ['other', 30],
    ])
    expect((await as('u_3', 'rep').analytics.query(asked)).data.rows).toEqual([])
  })

  test('check 29: what is hidden is missing: no amount is null and not nought, and its groups are one', async () => {
    const as = office(stage())
    const admin = as('u_adm', 'admin')
    const [a, b] = await companies(admin, 2, (i) => ({ region: ['East', 'North'][i] }))
    await orders(admin, [order(a ?? '', '2025-05-01', 10), order(b ?? '', '2025-05-01', 20)])
    const { data, meta } = await as('u_1', 'blind').analytics.query({
      ...{ measures: ['orders.revenue', 'orders.average', 'orders.count'], by: { region: 'region' }, ...year },
    })
    expect(data.rows).toHaveLength(1)
    expect(data.rows[0]).toMatchObject({
      keys: { region: null },
      values: {
        'orders.revenue': { value: null, n: 0, share: null },
        'orders.average': { value: null, n: 0 },
        'orders.count': { value: 2, n: 2 },
      },
    })
    expect(data.totals['orders.revenue']).toMatchObject({ value: null, n: 0 })
    expect(meta.excluded).toEqual({ no_value: 2 })
  })

  /** So many orders of 1 a region, all in one month unless told. */
  const some = async (me: Me, of: Readonly<Record<string, number>>, month = '2025-05') => {
    const [id = ''] = await companies(me, 1)
    await orders(
      me,
      Object.entries(of).flatMap(([region, n]) =>
        Array.from({ length: n }, () => ({ ...order(id, `${month}-10`, 1), region })),
      ),
    )
  }
  const told = async (me: Me, more: Partial<Asked>) => {
    const asked = { measures: ['orders.revenue'], by: { region: 'region' }, minGroup: 5, ...year, ...more }
    const { data, meta } = await me.analytics.query(asked)
    const rows = data.rows.map(({ kind, keys, values }) => [keys?.region ?? kind, values['orders.revenue']?.value])
    return { rows, total: data.totals['orders.revenue']?.value, meta, data }
  }

  test('a group of too few is put together with the next smallest, so that no subtraction tells it', async () => {
    const as = office(stage())
    const admin = as('u_adm', 'admin')
    await some(admin, { A: 20, B: 6, C: 4, D: 9 })
    const { rows, total, meta } = await told(admin, {})
    // Of C alone 39 - 35 would tell.
    expect(rows).toEqual([
      ['A', 20],
      ['D', 9],
      ['suppressed', 10],
    ])
    expect(total).toBe(39)
    expect(meta.warnings).toEqual([{ code: 'groups_suppressed', minGroup: 5 }])
    const best = await told(admin, { topN: { by: 'orders.revenue', n: 1, other: true } })
    expect(best.rows).toEqual([
      ['A', 20],
      ['other', 19],
    ])
    expect((await told(admin, { minGroup: undefined })).rows).toHaveLength(4)
  })

  test('several groups of too few are one, if they are enough together', async () => {
    const as = office(stage())
    const admin = as('u_adm', 'admin')
    await some(admin, { A: 20, B: 3, C: 2, D: 9 })
    expect((await told(admin, {})).rows).toEqual([
      ['A', 20],
      ['D', 9],
      ['suppressed', 5],
    ])
    // Too few in all: nothing is told, not even the sum.
    const few = await told(admin, { where: { region: { in: ['B'] } } })
    expect([few.rows, few.total]).toEqual([[['suppressed', null]], null])
    expect(few.data.rows[0]?.values['orders.revenue']?.n).toBeNull()
  })

  test('a month of too few hides its group in all months, and what the hidden ones are together', async () => {
    const as = office(stage())
    const admin = as('u_adm', 'admin')
    await some(admin, { A: 10, B: 8 }, '2025-05')
    await some(admin, { A: 10, B: 1, C: 7 }, '2025-06')
    const { data } = await told(admin, { grain: 'month', from: '2025-05-01', to: '2025-07-01' })
    expect(
      data.rows.map(({ kind, keys, period, values }) => [
        keys?.region ?? kind,
        period?.start,
        values['orders.revenue']?.value,
      ]),
    ).toEqual([
      ['A', '2025-05-01', 10],
      ['A', '2025-06-01', 10],
      ['suppressed', '2025-05-01', 8],
      ['suppressed', '2025-06-01', 8],
    ])
    // Beside the month before, of which B has too many to hide, and this one too few to tell.
    const june = await told(admin, { from: '2025-06-01', to: '2025-07-01', compareTo: 'previous' })
    expect(june.rows).toEqual([
      ['A', 10],
      ['suppressed', 8],
    ])
  })

  test('without groups, months are hidden, with another one', async () => {
    const as = office(stage())
    const admin = as('u_adm', 'admin')
    for (const [month, n] of Object.entries({ '2025-01': 9, '2025-02': 2, '2025-03': 6, '2025-04': 12 }))
      await some(admin, { A: n }, month)
    const { data } = await admin.analytics.query({
      ...{ measures: ['orders.count'], grain: 'month', from: '2025-01-01', to: '2025-06-01', minGroup: 5 },
    })
    expect(data.rows.map(({ values }) => values['orders.count']?.value)).toEqual([9, null, null, 12, 0])
    expect(data.totals['orders.count']?.value).toBe(29)
  })

  test('where groups of too few leave no other to stand for, all are one', async () => {
    const as = office(stage())
    const admin = as('u_adm', 'admin')
    await some(admin, { A: 10, B: 3, C: 1 }, '2025-05')
    await some(admin, { A: 10, C: 4 }, '2025-06')
    const { data } = await told(admin, { grain: 'month', from: '2025-05-01', to: '2025-07-01' })
    const figures = data.rows.map(({ kind, values }) => [kind, values['orders.revenue']?.value])
    expect(figures).toEqual([
      ['suppressed', 14],
      ['suppressed', 14],
    ])
  })
})
