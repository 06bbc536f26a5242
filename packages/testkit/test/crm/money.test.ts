import { type CoreTypes, type Scope, type StorageAdapter, uuids } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { watch } from '../watch.ts'

type Me = Scope<CoreTypes>

const admin = { user: 'u_adm', roles: ['admin'] }
const placedAt = '2026-03-16T09:00:00+08:00'

/** An instance that reports in yuan, on Shanghai's calendar, with a company. */
async function reporting(storage: StorageAdapter, reportCurrency = 'CNY') {
  const { crm, clock } = await testCrm({ storage, zone: 'Asia/Shanghai', reportCurrency })
  const me: Me = crm.as(admin)
  const { id: companyId } = await me.companies.create({ name: '华东精工' })
  const order = (currency: string, total: number, at = placedAt) =>
    me.orders.create({ companyId, currency, total, placedAt: at })
  const rate = (at: string, rate: string, from = 'USD') =>
    me.exchangeRates.create({ from, to: reportCurrency, at, rate })
  const sum = async (field: 'total' | 'reportTotal') =>
    (await me.orders.aggregate({ measures: { sum: { fn: 'sum', field } } }))[0]?.sum
  return { crm, clock, me, companyId, order, rate, sum }
}

onBoth((make) => {
  test('G13: amounts of two currencies are not added without rates, and exactly with stored ones', async () => {
    const { order, rate, sum, me } = await reporting(await make())
    await order('CNY', 12_000)
    expect(await sum('reportTotal')).toBe(12_000)
    const unknown = await order('USD', 1_001)
    expect(unknown).toMatchObject({ reportTotal: null, reportCurrency: null, reportRate: null, reportRateAt: null })
    expect(await errorOf(() => sum('total'))).toMatchObject({
      code: 'MIXED_CURRENCY',
      hint: expect.stringContaining('reportTotal'),
    })
    expect(await errorOf(() => sum('reportTotal'))).toMatchObject({
      code: 'RATE_MISSING',
      details: { path: 'measures.sum', amount: 'total' },
    })
    await rate('2026-03-01', '7.1234')
    // What is stored stays: neither is a rate that comes later applied by itself.
    expect(await codeOf(() => sum('reportTotal'))).toBe('RATE_MISSING')
    // 10.01 × 7.1234 = 71.305234
    expect(await order('USD', 1_001)).toMatchObject({
      reportTotal: 7_131,
      reportCurrency: 'CNY',
      reportRate: '7.1234',
      reportRateAt: '2026-03-01',
    })
    await me.orders.delete(unknown.id)
    expect(await sum('reportTotal')).toBe(12_000 + 7_131)
    const average = { avg: { fn: 'avg', field: 'reportTotal', rounding: 'half-up' } } as const
    expect(await me.orders.aggregate({ measures: average })).toEqual([{ avg: 9_566 }])
  })

  test('rank 16: the rate is the latest that is not after the day, on the tenant’s calendar', async () => {
    const { order, rate } = await reporting(await make())
    await rate('2026-03-10', '7')
    await rate('2026-03-16', '8')
    await rate('2026-03-17', '9')
    const converted = async (at: string) => (await order('USD', 100, at)).reportTotal
    expect(await converted('2026-03-09T23:59:59.999+08:00')).toBeNull()
    expect(await converted('2026-03-10T00:00:00+08:00')).toBe(700)
    expect(await converted('2026-03-15T23:59:59.999+08:00')).toBe(700)
    // In UTC it is still the 15th.
    expect(await converted('2026-03-16T00:00:00+08:00')).toBe(800)
    expect(await converted('2026-03-17T00:00:00+08:00')).toBe(900)
    expect(await converted('2030-01-01T00:00:00+08:00')).toBe(900)
  })

  test('rank 16: minor units are those of each currency, and the opposite rate is not invented', async () => {
    const { order, rate, me } = await reporting(await make())
    await rate('2026-01-01', '0.0475', 'JPY')
    await rate('2026-01-01', '23.2', 'KWD')
    await me.exchangeRates.create({ from: 'CNY', to: 'EUR', at: '2026-01-01', rate: '0.125' })
    // 1000 yen are 47.50 yuan; 1.234 dinar are 28.6288 yuan.
    expect((await order('JPY', 1_000)).reportTotal).toBe(4_750)
    expect((await order('KWD', 1_234)).reportTotal).toBe(2_863)
    expect((await order('KWD', -1_234)).reportTotal).toBe(-2_863)
    expect((await order('EUR', 100)).reportTotal).toBeNull()
  })

  test('rank 16: what is stored stays, until it is converted again', async () => {
    const { crm, me, order, rate, sum, companyId } = await reporting(await make())
    const before = await order('USD', 100)
    const { id } = await rate('2026-03-01', '7')
    const after = await order('USD', 100)
    await me.exchangeRates.update(id, { rate: '7.5' })
    await me.orders.update(after.id, { externalId: 'x' })
    expect(await me.orders.get(before.id)).toMatchObject({ reportTotal: null, version: 1 })
    expect(await me.orders.get(after.id)).toMatchObject({ reportTotal: 700, reportRate: '7' })
    // An amount that changes keeps the rate of its record; another day has another one.
    expect(await me.orders.update(after.id, { total: 200 })).toMatchObject({ reportTotal: 1_400, reportRate: '7' })
    const dry = await me.orders.reconvert({ where: {} }, { dryRun: true })
    expect(dry.changes.map(({ id, fields }) => [id, fields.reportTotal])).toEqual([
      [before.id, [null, 750]],
      [after.id, [1_400, 1_500]],
    ])
    expect(await me.orders.get(after.id)).toMatchObject({ reportTotal: 1_400 })
    const since = { placedAt: { gte: '2026-03-16T00:00:00+08:00' } }
    expect(await me.orders.reconvert({ where: { ...since, reportCurrency: null } })).toEqual({ count: 1 })
    expect(await me.orders.get(before.id)).toMatchObject({ reportTotal: 750, reportRate: '7.5', version: 2 })
    expect(await me.orders.reconvert({ where: since })).toEqual({ count: 1 })
    expect(await me.orders.reconvert({ where: since })).toEqual({ count: 0 })
    expect(await sum('reportTotal')).toBe(750 + 1_500)
    expect((await me.orders.story(after.id)).map(({ operation }) => operation)).toEqual([
      'orders.create',
      'orders.update',
      'orders.update',
      'orders.reconvert',
    ])
    const rep = crm.as({ user: 'u_a', roles: ['sales'] })
    expect(await rep.orders.reconvert({ where: {} })).toEqual({ count: 0 })
    expect(await codeOf(() => rep.exchangeRates.update(id, { rate: '1' }))).toBe('FORBIDDEN')
    expect((await rep.exchangeRates.get(id)).rate).toBe('7.5')
    expect(companyId).toBeTruthy()
  })

  test('a deal has the rate of the day on which its amount was written, and then of the day on which it was closed', async () => {
    const { me, clock, rate, companyId } = await reporting(await make())
    await rate('2026-03-16', '7')
    await rate('2026-03-17', '8')
    await rate('2026-03-18', '9')
    const deal = await me.deals.create({ companyId, title: 'x', amount: 100, currency: 'USD' })
    expect(deal.reportAmount).toBe(700)
    await clock.advance('P1D')
    expect((await me.deals.update(deal.id, { title: 'y' })).reportAmount).toBe(700)
    expect((await me.deals.move(deal.id, { to: 'proposal' })).reportAmount).toBe(700)
    expect((await me.deals.update(deal.id, { amount: 200 })).reportAmount).toBe(1_600)
    await clock.advance('P1D')
    expect(await me.deals.move(deal.id, { to: 'won' })).toMatchObject({
      reportAmount: 1_800,
      reportRateAt: '2026-03-18',
    })
    await rate('2026-03-19', '10')
    await clock.advance('P1D')
    expect((await me.deals.update(deal.id, { lines: [{ unitPrice: 300 }] })).reportAmount).toBe(2_700)
    expect((await me.deals.update(deal.id, { currency: 'CNY' })).reportAmount).toBe(300)
    expect(await me.deals.create({ companyId, title: 'no amount' })).toMatchObject({
      reportAmount: null,
      reportCurrency: 'CNY',
    })
    const measures = { sum: { fn: 'sum', field: 'reportAmount' } } as const
    expect(await me.deals.aggregate({ measures })).toEqual([{ sum: 300 }])
  })

  test('G13: over relations, too, nothing is compared that is nearly right', async () => {
    const { me, order, rate, companyId } = await reporting(await make())
    await order('CNY', 100)
    const usd = await order('USD', 100)
    const big = (sum: object) => me.companies.list({ where: { orders: { sum } } })
    expect(await codeOf(() => big({ total: { gte: 1 } }))).toBe('MIXED_CURRENCY')
    expect(await codeOf(() => big({ reportTotal: { gte: 1 } }))).toBe('RATE_MISSING')
    expect(
      await me.companies.count({ where: { orders: { where: { reportCurrency: 'CNY' }, sum: { reportTotal: 100 } } } }),
    ).toBe(1)
    await rate('2026-03-01', '7')
    await me.orders.reconvert({ where: { id: usd.id } })
    expect((await big({ reportTotal: { gte: 800 } })).items.map(({ id }) => id)).toEqual([companyId])
    expect((await big({ reportTotal: { gt: 800 } })).items).toEqual([])
    expect(
      await me.orders.aggregate({
        groupBy: { company: { path: ['company', 'name'] } },
        measures: { n: { fn: 'count' }, sum: { fn: 'sum', field: 'reportTotal' } },
        having: { sum: { gte: 800 } },
      }),
    ).toEqual([{ company: '华东精工', n: 2, sum: 800 }])
  })

  test('a group whose amounts are not all converted is refused, whatever else is asked', async () => {
    const { me, order, rate } = await reporting(await make())
    await rate('2026-03-16', '7')
    await order('USD', 100)
    await order('USD', 100, '2026-01-01T00:00:00Z')
    const ask = (more: object) =>
      me.orders.aggregate({ measures: { sum: { fn: 'sum', field: 'reportTotal' } }, ...more } as never)
    expect(await codeOf(() => ask({ having: { sum: { gt: 1_000_000 } } }))).toBe('RATE_MISSING')
    expect(await codeOf(() => ask({ groupBy: { currency: 'reportCurrency' } }))).toBe('RATE_MISSING')
    expect(await ask({ where: { reportCurrency: 'CNY' } })).toEqual([{ sum: 700 }])
    expect(await ask({ where: { reportCurrency: { ne: null } } })).toEqual([{ sum: 700 }])
    const some = { fn: 'sum', field: 'reportTotal', where: { placedAt: { gte: '2026-03-01T00:00:00Z' } } }
    expect(await ask({ measures: { some } })).toEqual([{ some: 700 }])
    const all = { fn: 'sum', field: 'reportTotal' }
    expect(await codeOf(() => ask({ measures: { some, all } }))).toBe('RATE_MISSING')
  })

  test('the report currency itself costs no look-up, another one costs one for all rows of a batch', async () => {
    const storage = await make()
    const { me, companyId, order, rate } = await reporting(storage)
    await rate('2026-01-01', '7')
    await rate('2026-02-01', '8')
    const seen = watch(storage)
    await order('CNY', 5)
    expect(seen.splice(0)).not.toContain('tx select exchangeRate')
    const usd = await order('USD', 5)
    expect(seen.splice(0)).toContain('tx select exchangeRate')
    await me.orders.update(usd.id, { total: 6 })
    expect(seen.splice(0)).not.toContain('tx select exchangeRate')
    const { ids } = await me.orders.createMany(
      Array.from({ length: 40 }, (_, day) => ({
        companyId,
        currency: 'USD',
        total: 100,
        placedAt: `2026-0${1 + Math.floor(day / 20)}-${String(1 + (day % 20)).padStart(2, '0')}T00:00:00Z`,
      })),
    )
    expect(seen.filter((one) => one === 'tx select exchangeRate')).toHaveLength(2)
    const months = await me.orders.aggregate({
      where: { id: { in: ids } },
      groupBy: { rate: 'reportRate' },
      measures: { sum: { fn: 'sum', field: 'reportTotal' } },
    })
    expect(months).toEqual([
      { rate: '7', sum: 20 * 700 },
      { rate: '8', sum: 20 * 800 },
    ])
  })

  test('without a report currency nothing is converted and nothing looked up', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const seen = watch(storage)
    const order = await me.orders.create({ companyId, currency: 'USD', total: 5, placedAt })
    expect(order).toMatchObject({ reportTotal: null, reportCurrency: null })
    expect(seen).not.toContain('tx select exchangeRate')
    const measures = { sum: { fn: 'sum', field: 'reportTotal' } } as const
    expect(await codeOf(() => me.orders.aggregate({ measures }))).toBe('RATE_MISSING')
  })

  test('when the report currency becomes another, old values are not added to new ones', async () => {
    const storage = await make()
    const { me, companyId, order } = await reporting(storage)
    await order('CNY', 100)
    const { crm } = await testCrm({ storage, reportCurrency: 'USD', ids: uuids() })
    const now: Me = crm.as(admin)
    await now.exchangeRates.create({ from: 'CNY', to: 'USD', at: '2026-01-01', rate: '0.14' })
    await now.orders.create({ companyId, currency: 'USD', total: 5, placedAt })
    const sum = () => now.orders.aggregate({ measures: { sum: { fn: 'sum', field: 'reportTotal' } } })
    expect(await codeOf(sum)).toBe('MIXED_CURRENCY')
    expect(await now.orders.reconvert({ where: { reportCurrency: { ne: 'USD' } } })).toEqual({ count: 1 })
    expect(await sum()).toEqual([{ sum: 14 + 5 }])
    expect(await me.orders.count({ where: { reportCurrency: 'CNY' } })).toBe(0)
  })

  test('rates are exact decimals, one for each pair and day', async () => {
    const { crm, me, rate } = await reporting(await make())
    for (const wrong of [
      '0',
      '-1',
      '1e3',
      '1,5',
      '.5',
      '5.',
      '01',
      '1234567890',
      '1.1234567890123',
      ' 1',
      7.1 as never,
    ])
      expect(await errorOf(() => rate('2026-01-01', wrong))).toMatchObject({
        code: 'INVALID',
        details: { path: 'rate' },
      })
    expect(await errorOf(() => rate('2026-01-01', '1', 'usd'))).toMatchObject({ details: { path: 'from' } })
    expect(await errorOf(() => rate('2026-01-01', '1', 'CNY'))).toMatchObject({ details: { path: 'to' } })
    const first = await rate('2026-01-01', '7.100000000001')
    expect(await errorOf(() => rate('2026-01-01', '8'))).toMatchObject({
      code: 'DUPLICATE',
      details: { fields: ['from', 'to', 'at'], id: first.id },
    })
    const record = { from: 'USD', to: 'CNY', at: '2026-01-01', rate: '7.2' }
    const again = await me.exchangeRates.upsert({ by: ['from', 'to', 'at'], record })
    expect(again).toMatchObject({ created: false, record: { id: first.id, rate: '7.2' } })
    const other = await me.exchangeRates.upsert({ by: ['at', 'from', 'to'], record: { ...record, at: '2026-01-02' } })
    expect(other.created).toBe(true)
    const many = await Promise.all(
      Array.from({ length: 5 }, () =>
        me.exchangeRates.upsert({ by: ['from', 'to', 'at'], record: { ...record, at: '2026-01-03' } }),
      ),
    )
    expect(many.filter(({ created }) => created)).toHaveLength(1)
    expect(await errorOf(() => me.exchangeRates.upsert({ by: ['from', 'to'], record }))).toMatchObject({
      details: { path: 'by' },
      hint: expect.stringContaining('[from, to, at]'),
    })
    await me.exchangeRates.delete(first.id)
    expect((await rate('2026-01-01', '9')).rate).toBe('9')
    const copies = [1, 2].map(() => ({ from: 'EUR', to: 'CNY', at: '2026-01-01', rate: '8' }))
    expect(await codeOf(() => me.exchangeRates.createMany(copies))).toBe('DUPLICATE')
    expect(crm.describe().entities.find(({ name }) => name === 'exchangeRate')?.plural).toBe('exchangeRates')
  })

  test('who may not read an amount does not read it in another currency, nor the rate of a hidden currency', async () => {
    const blind = { grants: { order: { scope: 'all', except: ['total'] }, company: { scope: 'all' } } } as const
    const deaf = { grants: { order: { scope: 'all', except: ['currency'] }, company: { scope: 'all' } } } as const
    const { crm } = await testCrm({ storage: await make(), reportCurrency: 'CNY', roles: { blind, deaf } })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    await me.exchangeRates.create({ from: 'USD', to: 'CNY', at: '2026-01-01', rate: '7' })
    const { id } = await me.orders.create({ companyId, currency: 'USD', total: 100, placedAt })
    const seen = async (role: string) => {
      const as = crm.as({ user: 'u', roles: [role] })
      const { total, reportTotal, reportRate, currency } = await as.orders.get(id)
      return { total, reportTotal, reportRate, currency }
    }
    expect(await seen('blind')).toEqual({ total: null, reportTotal: null, reportRate: '7', currency: 'USD' })
    expect(await seen('deaf')).toEqual({ total: 100, reportTotal: null, reportRate: null, currency: null })
    const figures = await crm
      .as({ user: 'u', roles: ['blind'] })
      .orders.aggregate({ measures: { most: { fn: 'max', field: 'reportTotal' } } })
    expect(figures).toEqual([{ most: null }])
  })

  test('what cannot be kept exactly is refused, and nothing is written', async () => {
    const { order, rate, me } = await reporting(await make())
    await rate('2026-01-01', '999999999.999999999999')
    expect(await errorOf(() => order('USD', 9_007_200))).toMatchObject({
      code: 'NUMBER_OUT_OF_RANGE',
      details: { path: 'reportTotal' },
    })
    expect(await me.orders.count()).toBe(0)
    expect(await errorOf(async () => testCrm({ reportCurrency: 'yuan' }))).toMatchObject({
      details: { path: 'reportCurrency' },
    })
  })

  test('sums of converted amounts are exact up to 2^53', async () => {
    const { order, rate, sum } = await reporting(await make())
    await rate('2026-01-01', '1')
    const most = Number.MAX_SAFE_INTEGER
    await order('USD', most - 1)
    await order('CNY', 1)
    expect(await sum('reportTotal')).toBe(most)
    await order('USD', 1)
    expect(await codeOf(() => sum('reportTotal'))).toBe('NUMBER_OUT_OF_RANGE')
    await order('CNY', -most)
    expect(await sum('reportTotal')).toBe(1)
  })
})
