import { type CoreTypes, type Scope, type StorageAdapter, uuids } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

type Me = Scope<CoreTypes>

const admin = { user: 'u_adm', roles: ['admin'] }
const placedAt = '2026-03-16T01:00:00.000Z'
const at = '2026-03-17T01:00:00.000Z'

async function shop(storage: StorageAdapter, options: { reportCurrency?: string } = {}) {
  const { crm, clock } = await testCrm({ storage, ...options, ids: uuids() })
  const me: Me = crm.as(admin)
  const { id: companyId } = await me.companies.create({ name: '华东精工' })
  const order = (total: number, more: object = {}) =>
    me.orders.create({ companyId, currency: 'CNY', placedAt, total, ...more })
  return { crm, clock, me, companyId, order }
}

onBoth((make) => {
  test('A4: purchases have a count, a total and an average; the same external id again changes nothing', async () => {
    const { me, companyId } = await shop(await make())
    const record = (externalId: string, total: number) =>
      me.orders.upsert({ by: 'externalId', record: { externalId, companyId, currency: 'CNY', placedAt, total } })
    expect(await record('o1', 12_000)).toMatchObject({ created: true })
    expect(await record('o2', 8_000)).toMatchObject({ created: true })
    expect(await me.companies.purchases(companyId, {})).toMatchObject({ count: 2, total: 20_000, avg: 10_000 })
    expect(await record('o2', 8_000)).toMatchObject({ created: false })
    expect(await me.companies.purchases(companyId, {})).toEqual({
      count: 2,
      total: 20_000,
      avg: 10_000,
      refunded: 0,
      net: 20_000,
      first: placedAt,
      last: placedAt,
      currency: 'CNY',
      products: [],
    })
  })

  test('A4: purchases agree with the figures of aggregate, and tell what was bought most', async () => {
    const { me, companyId, order } = await shop(await make())
    const nobody = { count: 0, total: 0, refunded: 0, net: 0, avg: null, first: null, last: null, currency: null }
    expect(await me.companies.purchases(companyId, {})).toEqual({ ...nobody, products: [] })
    const { id: contactId } = await me.contacts.create({ name: '王芳', companyId })
    const product = async (name: string) => (await me.products.create({ name })).id
    const [nut, bolt, washer] = [await product('nut'), await product('bolt'), await product('washer')]
    await order(0, {
      lines: [
        { productId: nut, unitPrice: 10, quantity: 3 },
        { productId: bolt, unitPrice: 5, quantity: 9 },
      ],
    })
    await order(0, {
      contactId,
      placedAt: '2025-01-01T00:00:00Z',
      lines: [{ productId: nut, unitPrice: 10, quantity: 7 }, { unitPrice: 1 }, { productId: washer, unitPrice: 1 }],
    })
    const third = await order(1, { placedAt: '2026-04-01T00:00:00Z' })
    const gone = await order(5_000, { lines: [{ productId: washer, unitPrice: 1, quantity: 1_000 }] })
    await me.orders.delete(gone.id)
    const [figures] = await me.orders.aggregate({
      where: { companyId },
      measures: {
        count: { fn: 'count' },
        total: { fn: 'sum', field: 'total' },
        avg: { fn: 'avg', field: 'total', rounding: 'half-up' },
        first: { fn: 'min', field: 'placedAt' },
        last: { fn: 'max', field: 'placedAt' },
      },
    })
    expect(figures).toEqual({ count: 3, total: 148, avg: 49, first: '2025-01-01T00:00:00.000Z', last: third.placedAt })
    const bought = await me.companies.purchases(companyId, { products: 2 })
    expect(bought).toMatchObject({ ...figures, currency: 'CNY' })
    expect(bought.products).toEqual([
      { productId: nut, name: 'nut', quantity: 10 },
      { productId: bolt, name: 'bolt', quantity: 9 },
    ])
    const her = await me.contacts.purchases(contactId, {})
    expect(her).toMatchObject({ count: 1, total: 72, avg: 72 })
    expect(her.products.map(({ name }) => name)).toEqual(['nut', 'washer'])
    expect((await me.companies.purchases(companyId, { products: 0 })).products).toEqual([])
  })

  test('A17: purchases count the orders that the actor may read, and nothing of a customer that he may not see', async () => {
    const { crm, me, companyId, order } = await shop(await make())
    const { id: mine } = await me.companies.create({ name: 'x', ownerId: 'u_a' })
    await order(100, { companyId: mine, ownerId: 'u_a' })
    await order(1_000, { companyId: mine, ownerId: 'u_b' })
    await order(50)
    const rep = crm.as({ user: 'u_a', roles: ['sales'] })
    expect(await rep.companies.purchases(mine, {})).toMatchObject({ count: 1, total: 100 })
    expect(await me.companies.purchases(mine, {})).toMatchObject({ count: 2, total: 1_100 })
    expect(await codeOf(() => rep.companies.purchases(companyId, {}))).toBe('NOT_FOUND')
    expect(await codeOf(() => rep.companies.purchases('no', {}))).toBe('NOT_FOUND')
    expect(await codeOf(() => rep.contacts.purchases(mine, {}))).toBe('NOT_FOUND')
    expect(await codeOf(() => crm.as({ user: 'u', roles: ['pool'] }).companies.purchases(mine, {}))).toBe('FORBIDDEN')
    expect(await codeOf(() => rep.companies.purchases(mine, { products: -1 }))).toBe('INVALID')
    expect(await codeOf(() => rep.companies.purchases(mine, { top: 1 } as never))).toBe('UNKNOWN_KEY')
  })

  test('G13: purchases in several currencies are told in the report currency, or refused', async () => {
    const { me, companyId, order } = await shop(await make(), { reportCurrency: 'CNY' })
    await order(1_000)
    const usd = await order(100, { currency: 'USD' })
    const ask = (currency: 'own' | 'report') => me.companies.purchases(companyId, { currency })
    expect(await errorOf(() => ask('own'))).toMatchObject({
      code: 'MIXED_CURRENCY',
      hint: expect.stringContaining('report'),
    })
    expect(await codeOf(() => ask('report'))).toBe('RATE_MISSING')
    await me.exchangeRates.create({ from: 'USD', to: 'CNY', at: '2026-01-01', rate: '7' })
    await me.exchangeRates.create({ from: 'USD', to: 'CNY', at: '2026-03-17', rate: '8' })
    await me.orders.reconvert({ where: {} })
    await me.refunds.create({ orderId: usd.id, amount: 10, at })
    expect(await ask('report')).toMatchObject({
      count: 2,
      total: 1_700,
      avg: 850,
      refunded: 80,
      net: 1_620,
      currency: 'CNY',
    })
  })

  test('refunds of an order add up on it, and never exceed it', async () => {
    const { crm, me, companyId, order } = await shop(await make())
    const told: unknown[] = []
    crm.on('order.updated', ({ data }) => told.push(data.after.refunded))
    const { id: orderId, version } = await order(1_000)
    const first = await me.refunds.create({ orderId, amount: 600, at, reason: 'broken' })
    expect(first).toMatchObject({ currency: 'CNY', amount: 600 })
    expect(await me.orders.get(orderId)).toMatchObject({ refunded: 600, version: version + 1 })
    expect(await errorOf(() => me.refunds.create({ orderId, amount: 401, at }))).toMatchObject({
      code: 'REFUND_EXCEEDS_ORDER',
      details: { path: 'amount' },
      hint: expect.any(String),
    })
    expect(await me.refunds.count()).toBe(1)
    await me.refunds.create({ orderId, amount: 400, at })
    expect(await errorOf(() => me.orders.update(orderId, { total: 999 }))).toMatchObject({
      code: 'REFUND_EXCEEDS_ORDER',
      details: { path: 'total' },
    })
    expect(await codeOf(() => me.orders.update(orderId, { lines: [{ unitPrice: 1 }] }))).toBe('REFUND_EXCEEDS_ORDER')
    expect(await errorOf(() => me.orders.update(orderId, { currency: 'USD' }))).toMatchObject({
      code: 'INVALID',
      details: { path: 'currency' },
    })
    expect(await me.companies.purchases(companyId, {})).toMatchObject({ total: 1_000, refunded: 1_000, net: 0 })
    await me.refunds.delete(first.id)
    expect((await me.orders.get(orderId)).refunded).toBe(400)
    await me.refunds.restore(first.id)
    await me.refunds.update(first.id, { amount: 500 })
    expect((await me.orders.get(orderId)).refunded).toBe(900)
    expect(told).toEqual([600, 1_000, 400, 1_000, 900])
    expect(await me.refunds.update(first.id, { reason: 'x' })).toMatchObject({ amount: 500 })
    for (const amount of [0, -5, 1.5])
      expect(await codeOf(() => me.refunds.create({ orderId, amount, at }))).toBe('INVALID')
    expect(await errorOf(() => me.refunds.create({ orderId: 'no', amount: 1, at }))).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
      details: { path: 'orderId' },
    })
    expect(
      await errorOf(() =>
        me.refunds.createMany([
          { orderId, amount: 1, at },
          { orderId: 'no', amount: 1, at },
        ]),
      ),
    ).toMatchObject({
      details: { path: '[1].orderId' },
    })
  })

  test('A17: refunds are read with their order, and written by those who may change it', async () => {
    const { crm, me, order } = await shop(await make())
    await me.members.create({
      userId: 'u_a',
      name: 'a',
      managerId: (await me.members.create({ userId: 'u_m', name: 'm' })).id,
    })
    const { id: orderId } = await order(100, { ownerId: 'u_a' })
    const hidden = await order(100, { ownerId: 'u_x' })
    const [rep, other, boss] = [
      ['u_a', 'sales'],
      ['u_b', 'sales'],
      ['u_m', 'manager'],
    ].map(([user = '', role = '']) => crm.as({ user, roles: [role, 'shared'] })) as [Me, Me, Me]
    const { id } = await rep.refunds.create({ orderId, amount: 10, at })
    expect((await me.refunds.create({ orderId: hidden.id, amount: 10, at })).amount).toBe(10)
    expect(await boss.refunds.update(id, { amount: 20 })).toMatchObject({ amount: 20 })
    expect([await rep.refunds.count(), await boss.refunds.count(), await other.refunds.count()]).toEqual([1, 1, 0])
    expect(await codeOf(() => rep.refunds.create({ orderId: hidden.id, amount: 1, at }))).toBe('REFERENCE_NOT_FOUND')
    expect(await codeOf(() => rep.refunds.update(id, { orderId: hidden.id }))).toBe('REFERENCE_NOT_FOUND')
    expect(await codeOf(() => other.refunds.get(id))).toBe('NOT_FOUND')
    await rep.orders.share(orderId, { user: 'u_b', level: 'read' })
    expect((await other.refunds.get(id)).amount).toBe(20)
    expect(await codeOf(() => other.refunds.update(id, { amount: 1 }))).toBe('FORBIDDEN')
    expect(await codeOf(() => other.refunds.create({ orderId, amount: 1, at }))).toBe('FORBIDDEN')
    expect((await me.orders.get(orderId)).refunded).toBe(20)
  })

  test('a dry run does not tell of an order that the actor may not read', async () => {
    const clerk = { grants: { refund: { scope: 'all' } } } as const
    const { crm } = await testCrm({ storage: await make(), roles: { clerk } })
    const me: Me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id: orderId } = await me.orders.create({ companyId, currency: 'CNY', placedAt, total: 100 })
    const { id } = await me.refunds.create({ orderId, amount: 10, at })
    const all = await me.refunds.delete(id, { dryRun: true })
    expect(all.changes.map(({ entity }) => entity)).toEqual(['order', 'refund'])
    expect(all.facts.map(({ type }) => type)).toEqual(['order.updated', 'refund.deleted'])
    const seen = await crm.as({ user: 'u', roles: ['clerk'] }).refunds.delete(id, { dryRun: true })
    expect(seen.changes.map(({ entity }) => entity)).toEqual(['refund'])
    expect(seen.facts.map(({ type }) => type)).toEqual(['refund.deleted'])
  })

  test('a refund goes to another order, and both know', async () => {
    const { me, order } = await shop(await make())
    const [one, two] = [await order(100), await order(50)]
    const { id } = await me.refunds.create({ orderId: one.id, amount: 60, at })
    expect(await codeOf(() => me.refunds.update(id, { orderId: two.id }))).toBe('REFUND_EXCEEDS_ORDER')
    await me.refunds.update(id, { orderId: two.id, amount: 50 })
    expect((await me.orders.get(one.id)).refunded).toBe(0)
    expect((await me.orders.get(two.id)).refunded).toBe(50)
  })

  test('an order that comes back out of the bin has the refunds that are left', async () => {
    const { me, order } = await shop(await make())
    const { id: orderId } = await order(100)
    const [one, two] = [
      await me.refunds.create({ orderId, amount: 60, at }),
      await me.refunds.create({ orderId, amount: 5, at }),
    ]
    await me.orders.delete(orderId)
    await me.refunds.delete(one.id)
    expect(await codeOf(() => me.refunds.restore(one.id))).toBe('REFERENCE_NOT_FOUND')
    expect(await me.orders.restore(orderId)).toMatchObject({ refunded: 5 })
    await me.refunds.delete(two.id)
    await me.orders.update(orderId, { currency: 'USD' })
    expect(await errorOf(() => me.refunds.restore(two.id))).toMatchObject({
      code: 'INVALID',
      details: { path: 'currency' },
    })
    expect((await me.orders.get(orderId)).refunded).toBe(0)
  })

  test('many refunds of one order at once: as many as it bears', async () => {
    const { me, order } = await shop(await make())
    const { id: orderId } = await order(100)
    const codes = await Promise.all(
      Array.from({ length: 8 }, () => me.refunds.create({ orderId, amount: 30, at }).then(() => 'ok', codeOfError)),
    )
    expect(codes.toSorted()).toEqual([...Array(5).fill('REFUND_EXCEEDS_ORDER'), 'ok', 'ok', 'ok'])
    expect((await me.orders.get(orderId)).refunded).toBe(90)
    expect(await me.refunds.aggregate({ measures: { sum: { fn: 'sum', field: 'amount' } } })).toEqual([{ sum: 90 }])
    const race = await Promise.all([
      me.orders.update(orderId, { total: 90 }).then(() => 'ok', codeOfError),
      me.refunds.create({ orderId, amount: 10, at }).then(() => 'ok', codeOfError),
    ])
    expect(race.toSorted()).toEqual(['REFUND_EXCEEDS_ORDER', 'ok'])
  })

  test('a batch of refunds is one check for each order', async () => {
    const { me, order } = await shop(await make())
    const orders = [await order(100), await order(100)]
    const refunds = orders.flatMap(({ id: orderId }) =>
      [1, 2, 3].map((n) => ({ orderId, amount: 10 * n, at, externalId: `${orderId}${n}` })),
    )
    await me.refunds.createMany(refunds)
    for (const { id } of orders) expect(await me.orders.get(id)).toMatchObject({ refunded: 60, version: 2 })
    expect(await codeOf(() => me.refunds.createMany(refunds))).toBe('DUPLICATE')
    const again = await me.refunds.upsert({ by: 'externalId', record: refunds[0] as never })
    expect(again.created).toBe(false)
  })

  test('rank 16: a refund is converted at the rate of its own day', async () => {
    const { me, order } = await shop(await make(), { reportCurrency: 'CNY' })
    await me.exchangeRates.create({ from: 'USD', to: 'CNY', at: '2026-03-16', rate: '7' })
    await me.exchangeRates.create({ from: 'USD', to: 'CNY', at: '2026-03-17', rate: '8' })
    const { id: orderId, reportTotal } = await order(100, { currency: 'USD' })
    const refund = await me.refunds.create({ orderId, amount: 100, at })
    expect([reportTotal, refund.reportAmount, refund.currency]).toEqual([700, 800, 'USD'])
  })
})

const codeOfError = (error: unknown): string => String((error as { readonly code?: unknown }).code)
