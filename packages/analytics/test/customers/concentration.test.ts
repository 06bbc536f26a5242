import { createCrm, type Role } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'
import { companies, order, orders, world, zone } from '../world.ts'

const year = { from: '2025-01-01', to: '2026-01-01' }

/** A colleague who sees his own orders alone, and may ask. */
function withSales({ storage, tenant }: Stage) {
  const asks = ['concentration', 'cohorts', 'rfm', 'oldCustomers', 'repurchase', 'compareGroups', 'churn'].map(
    (name) => `analytics.${name}`,
  )
  const roles: Record<string, Role> = {
    own: { grants: { '*': { scope: 'own' } }, operations: asks },
    blind: { grants: { order: { scope: 'all' }, company: { scope: 'all' } }, operations: asks },
  }
  const clock = testClock('2026-03-16T09:00:00+08:00', zone)
  const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone, roles })
  return (user: string, ...roles: string[]) => crm.as({ tenant, user, roles })
}

onOne((stage) => {
  test('E6: the first two of [500, 300, 100, 50, 50] have .8; ties by id', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 5)
    const amounts = [50, 300, 500, 50, 100]
    await orders(
      admin,
      ids.map((id, i) => order(id, '2025-06-01', amounts[i])),
    )
    const { data, meta } = await admin.analytics.concentration({ ...year, top: 2, shares: [0.2, 0.5] })
    expect(data).toEqual({
      status: 'ok',
      n: 5,
      total: 1000,
      currency: 'CNY',
      top: [
        { key: ids[2], customer: { kind: 'company', id: ids[2] }, value: 500, share: 0.5 },
        { key: ids[1], customer: { kind: 'company', id: ids[1] }, value: 300, share: 0.3 },
      ],
      share: 0.8,
      other: { n: 3, value: 200, share: 0.2 },
      n80: 2,
      // (-4·50 - 2·50 + 0·100 + 2·300 + 4·500) / (5·1000)
      gini: 0.46,
      shares: [
        { p: 0.2, holders: 1, share: 0.5 },
        { p: 0.5, holders: 2, share: 0.8 },
      ],
    })
    expect(meta).toMatchObject({ definition: 'concentration.v1', rows: 5, excluded: {}, warnings: [] })
    const four = await admin.analytics.concentration({ ...year, top: 4 })
    expect(four.data.top.map(({ key }) => key)).toEqual([ids[2], ids[1], ids[4], ids[0]])
    const all = await admin.analytics.concentration(year)
    expect(all.data).toMatchObject({ share: 1, other: null })
    const nobody = await admin.analytics.concentration({ from: '2020-01-01', to: '2021-01-01' })
    expect(nobody.data).toMatchObject({
      status: 'empty',
      n: 0,
      total: 0,
      share: null,
      other: null,
      gini: null,
      n80: null,
      currency: null,
    })
  })

  test('by region and owner, net of refunds, as of then; what has no region is told of', async () => {
    const { admin } = world(stage())
    const [a = '', b = ''] = await companies(admin, 2)
    await orders(admin, [
      { ...order(a, '2025-01-01', 600), region: 'East', ownerId: 'u_2' },
      { ...order(b, '2025-02-01', 300), region: 'North' },
      order(b, '2025-03-01', 100),
      { ...order(b, '2025-03-02', 1000), region: 'North', currency: 'USD' },
    ])
    const { id: orderId } = await admin.orders.create({ ...order(b, '2025-03-03', 100), region: 'East' })
    await admin.refunds.create({ orderId, amount: 100, at: '2025-06-01T00:00:00Z' })
    await expect(admin.analytics.concentration({ ...year, by: 'region' })).rejects.toMatchObject({
      code: 'MIXED_CURRENCY',
    })
    const of = async (input: object) => {
      const { data, meta } = await admin.analytics.concentration({ ...year, currency: 'CNY', ...input })
      return { top: data.top.map(({ key, value }) => [key, value]), total: data.total, excluded: meta.excluded }
    }
    const excluded = { no_region: 1, other_currency: 1 }
    expect(await of({ by: 'region' })).toEqual({
      top: [
        ['East', 600],
        ['North', 300],
      ],
      total: 900,
      excluded,
    })
    expect(await of({ by: 'region', asOf: '2025-05-01' })).toEqual({
      top: [
        ['East', 700],
        ['North', 300],
      ],
      total: 1000,
      excluded,
    })
    expect(await of({ by: 'owner' })).toEqual({
      top: [
        ['u_2', 600],
        ['u_adm', 400],
      ],
      total: 1000,
      excluded: { other_currency: 1 },
    })
    // What was given back of an order in the bin is not added again.
    await admin.orders.delete(orderId)
    expect(await of({ by: 'region', asOf: '2025-05-01' })).toEqual({
      top: [
        ['East', 600],
        ['North', 300],
      ],
      total: 900,
      excluded,
    })
  })

  test('by product: by the lines of orders, before refunds; orders without lines are told of', async () => {
    const { admin } = world(stage())
    const [a = ''] = await companies(admin, 1)
    const make = async (sku: string) => (await admin.products.create({ sku, name: sku, price: 10, currency: 'CNY' })).id
    const [p, q] = [await make('P'), await make('Q')]
    const line = (productId: string, quantity: number) => ({ productId, quantity, unitPrice: 10 })
    const { total: _, ...bare } = order(a, '2025-01-01')
    await admin.orders.create({ ...bare, lines: [line(p, 2), line(q, 5)] })
    await admin.orders.create({ ...bare, lines: [line(q, 1)] })
    await orders(admin, [order(a, '2025-01-01', 500)])
    const { data, meta } = await admin.analytics.concentration({ ...year, by: 'product' })
    expect(data.top.map(({ key, value }) => [key, value])).toEqual([
      [q, 60],
      [p, 20],
    ])
    expect(meta).toMatchObject({ excluded: { no_product: 1 }, warnings: [{ code: 'before_refunds' }] })
  })

  test('check 29: who sees his own orders gets figures of them alone, and nothing of others in the rest', async () => {
    const as = withSales(stage())
    const [admin, eva] = [as('u_adm', 'admin'), as('u_eva', 'own')]
    const ids = await companies(admin, 12)
    const all = ids.flatMap((id, i) => [
      { ...order(id, '2024-05-01', 1000), ownerId: 'u_adm' },
      { ...order(id, `2025-01-0${(i % 9) + 1}`, 10 * (i + 1)), ownerId: i < 6 ? 'u_eva' : 'u_max', region: 'East' },
      { ...order(id, '2025-02-20', 7), ownerId: i % 2 === 0 ? 'u_eva' : 'u_max', region: 'East' },
    ])
    await orders(admin, all)
    const mine = all.filter(({ ownerId, placedAt }) => ownerId === 'u_eva' && placedAt > '2025')
    const sum = mine.reduce((total, { total: one }) => total + one, 0)
    const { data } = await eva.analytics.concentration({ ...year, top: 2 })
    expect(data.total).toBe(sum)
    expect(data.n).toBe(new Set(mine.map(({ companyId }) => companyId)).size)
    expect((data.other?.value ?? 0) + data.top.reduce((total, { value }) => total + value, 0)).toBe(sum)
    expect((await eva.analytics.concentration({ ...year, by: 'owner' })).data.top).toMatchObject([
      { key: 'u_eva', value: sum },
    ])
    expect((await eva.analytics.concentration({ ...year, by: 'region' })).data.total).toBe(sum)
    // What others sold to his customers does not make them old.
    expect((await eva.analytics.oldCustomers(year)).data).toMatchObject({ num: 0, den: sum, n: 9 })
    expect((await admin.analytics.oldCustomers(year)).data).toMatchObject({ value: 1 })
    const { cohorts } = (await eva.analytics.cohorts({ ...year, to: '2025-03-01', measure: 'revenue' })).data
    expect(cohorts.map(({ size, cells }) => [size, ...cells.map(({ value }) => value)])).toEqual([
      [6, 210, 21],
      [3, 21],
    ])
    expect((await eva.analytics.rfm({})).data.rows.reduce((total, { monetary }) => total + monetary, 0)).toBe(sum)
    expect((await eva.analytics.repurchase(year)).data).toMatchObject({ num: 3, den: 9 })
    expect((await eva.analytics.churn({ ...year, active: { within: 'P1Y' } })).data).toMatchObject({
      value: null,
      den: 0,
    })
    expect((await as('u_new', 'own').analytics.concentration(year)).data).toMatchObject({
      status: 'empty',
      total: 0,
      n: 0,
    })
    // Whoever may not read refunds is told that what was given back later is off already.
    const blind = await as('u_b', 'blind').analytics.concentration({ ...year, asOf: '2025-12-31' })
    expect(blind.meta.warnings.map(({ code }) => code)).toEqual(['period_not_over', 'refunds_until_now'])
  })

  test('customers that were merged are one, deleted ones keep what they bought, moved orders go along', async () => {
    const { admin } = world(stage())
    const [a = '', b = '', c = '', d = ''] = await companies(admin, 4)
    await orders(admin, [
      order(a, '2025-01-01', 10),
      order(b, '2025-02-01', 20),
      order(c, '2025-03-01', 40),
      order(c, '2025-04-01', 80),
    ])
    const figures = async () => {
      const { top } = (await admin.analytics.concentration(year)).data
      const { cohorts } = (await admin.analytics.cohorts({ ...year, to: '2025-05-01' })).data
      const { num, den } = (await admin.analytics.repurchase(year)).data
      return { top: top.map(({ key, value }) => [key, value]), sizes: cohorts.map(({ size }) => size), num, den }
    }
    expect(await figures()).toEqual({
      top: [
        [c, 120],
        [b, 20],
        [a, 10],
      ],
      sizes: [1, 1, 1, 0],
      num: 1,
      den: 3,
    })
    await admin.companies.delete(c)
    expect(await figures()).toEqual({
      top: [
        [c, 120],
        [b, 20],
        [a, 10],
      ],
      sizes: [1, 1, 1, 0],
      num: 1,
      den: 3,
    })
    const { items } = await admin.orders.list({ where: { companyId: c, total: 80 } })
    await admin.orders.update(items[0]?.id ?? '', { companyId: d })
    expect(await figures()).toEqual({
      top: [
        [d, 80],
        [c, 40],
        [b, 20],
        [a, 10],
      ],
      sizes: [1, 1, 1, 1],
      num: 0,
      den: 4,
    })
    await admin.orders.updateMany({ where: { companyId: b }, set: { companyId: a } })
    expect(await figures()).toEqual({
      top: [
        [d, 80],
        [c, 40],
        [a, 30],
      ],
      sizes: [1, 0, 1, 1],
      num: 1,
      den: 3,
    })
    await admin.orders.deleteMany({ where: { companyId: c } })
    expect(await figures()).toEqual({
      top: [
        [d, 80],
        [a, 30],
      ],
      sizes: [1, 0, 0, 1],
      num: 1,
      den: 2,
    })
  })

  test('a customer is the company if there is one, else the contact', async () => {
    const { admin } = world(stage())
    const [a = ''] = await companies(admin, 1)
    const { id: contactId } = await admin.contacts.create({ name: '王芳' })
    const { companyId: _, ...bare } = order(a, '2025-01-02', 30)
    await orders(admin, [
      order(a, '2025-01-01', 10),
      { ...order(a, '2025-01-02', 20), contactId },
      { ...bare, contactId },
    ])
    const { data } = await admin.analytics.concentration(year)
    expect(data.top.map(({ customer, value }) => [customer?.kind, value])).toEqual(
      expect.arrayContaining([
        ['company', 30],
        ['contact', 30],
      ]),
    )
    expect((await admin.analytics.repurchase(year)).data).toMatchObject({ num: 1, den: 2 })
    const { rows } = (await admin.analytics.rfm({})).data
    expect(rows.map(({ customer }) => customer.kind).sort()).toEqual(['company', 'contact'])
    const { id: orderId } = await admin.orders.create({ ...bare, total: 5, contactId })
    await admin.refunds.create({ orderId, amount: 5, at: '2025-08-01T00:00:00Z' })
    // What is given back of the company's order is not the contact's.
    const { items } = await admin.orders.list({ where: { companyId: a, contactId } })
    await admin.refunds.create({ orderId: items[0]?.id ?? '', amount: 20, at: '2025-08-01T00:00:00Z' })
    const then = await admin.analytics.concentration({ ...year, asOf: '2025-07-01' })
    expect(then.data.top[0]).toMatchObject({ customer: { kind: 'contact' }, value: 35 })
  })
})
