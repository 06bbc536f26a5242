import { beforeAll, expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { type Me, world } from '../world.ts'
import { importCdnow, purchases } from './cdnow.ts'
import { allSummaries } from './pages.ts'

/** The end of September 1997, of which the published numbers tell. */
const asOf = '1997-10-01'

onOne((stage, name) => {
  let me: Me
  let numbers: Map<string, number>
  // The whole on SQLite, a part of it on Postgres.
  const whole = name === 'sqlite'
  beforeAll(async () => {
    me = world(stage()).admin
    numbers = await importCdnow(me, (n) => whole || n <= 400)
  }, 60_000)

  test('check 1: the summary, in pages of 500', async () => {
    const rows = await allSummaries(me, { asOf, limit: 500 })
    expect(rows.length).toBe(whole ? 2357 : 400)
    if (whole) {
      expect(rows.reduce((sum, { x }) => sum + x, 0)).toBe(2457)
      expect(rows.filter(({ x }) => x > 0).length).toBe(946)
    }
    const first = rows.find(({ customer }) => numbers.get(customer.id) === 1)
    expect(first).toMatchObject({ x: 2, spend: 2234.5, zeroDays: 0, first: '1997-01-01', last: '1997-08-02' })
    expect(first?.tx).toBeCloseTo(30.4286, 4)
    expect(first?.T).toBeCloseTo(38.8571, 4)
    expect(new Set(rows.map(({ customer }) => `${customer.kind}:${customer.id}`)).size).toBe(rows.length)
  })

  test('check 7: what customers are worth in 52 weeks at ten percent', async () => {
    const model = { horizon: 52, discount: 0.1 }
    const { data, meta } = await me.analytics.lifetimeValue({ asOf, model, limit: 1000, margin: 1 })
    expect(data.model?.buying.status).toBe('ok')
    const values = data.customers.map(({ value }) => Number(value))
    expect(values).toEqual(values.toSorted((a, b) => b - a))
    expect(values.reduce((sum, v) => sum + v, data.other?.value ?? 0)).toBe(data.model?.value)
    expect(meta.excluded).toEqual({})
    if (!whole) return
    const { buying, spending, value } = data.model ?? {}
    expect(Math.abs(Number(value) - 72_430_00)).toBeLessThan(20_00)
    expect(buying).toMatchObject({ kind: 'bgnbd', n: 2357, repeaters: 946 })
    expect(buying?.params?.r).toBeCloseTo(0.2426, 3)
    expect(spending).toMatchObject({ status: 'ok', n: 946 })
    expect(spending?.correlation).toBeCloseTo(0.1139, 3)
    expect(data.customers.slice(0, 3).map(({ customer }) => numbers.get(customer.id))).toEqual([509, 1081, 1516])
    const { id } = [...numbers].map(([id, n]) => ({ id, n })).find(({ n }) => n === 1) ?? { id: '' }
    const { data: first } = await me.analytics.lifetimeValue({ asOf, model, companyId: id })
    expect(first.customers.map(({ customer }) => customer.id)).toEqual([id])
    expect(Math.abs(Number(first.customers[0]?.value) - 36_75)).toBeLessThan(5)
    expect(first.historic).toEqual({ revenue: 29_33 + 29_73 + 14_96, gross: null, orders: 3, customers: 1 })
  })

  test('E10: the model of buying says who stays away in the 39 weeks held out', async () => {
    // The sample ends with June 1998: 273 days before is the end of September 1997.
    const asked = { asOf: '1998-07-01', horizonDays: 273, limit: 1000 }
    const cutoff = '1997-09-30'
    const { data: model } = await me.analytics.churnRisk({ ...asked, method: 'btyd' })
    const { data: gaps } = await me.analytics.churnRisk({ ...asked, method: 'inactivity' })
    for (const { calibration, customers } of [model, gaps]) {
      expect(calibration?.cutoff).toBe(cutoff)
      const scores = customers.map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    }
    const came = new Set(purchases.filter(({ day }) => day > cutoff).map(({ customer }) => customer))
    const known = new Set(purchases.filter(({ day }) => day <= cutoff).map(({ customer }) => customer))
    const wanted = [...known].filter((n) => whole || n <= 400)
    const away = wanted.filter((n) => !came.has(n)).length
    expect(model.calibration?.stayedAway).toMatchObject({ num: away, den: wanted.length })
    const share = away / wanted.length
    // Better than to say the share of everybody, and in the right order.
    expect(model.calibration?.brier).toBeLessThan(share * (1 - share))
    expect(model.calibration?.auc).toBeGreaterThan(0.7)
    const bins = model.calibration?.bins ?? []
    expect(bins.reduce((sum, { observed }) => sum + observed.den, 0)).toBe(wanted.length)
    const off = bins.map(({ predicted, observed: { value, den } }) => den * Math.abs(predicted - (value ?? 0)))
    if (whole) expect(off.reduce((sum, each) => sum + each, 0) / wanted.length).toBeLessThan(0.07)
  })

  test('E10: a regression on what customers did before, tried on what they did then', async () => {
    const { data } = await me.analytics.churnRisk({ asOf: '1998-07-01', horizonDays: 120, method: 'logit' })
    expect(data.logit).toMatchObject({ status: 'ok', n: whole ? 2357 : 400 })
    expect(data.logit?.coefficients.find(({ name }) => name === 'ln_repeats')?.value).toBeLessThan(0)
    expect(data.calibration).toMatchObject({ cutoff: '1998-03-02' })
    const { stayedAway, brier, auc } = data.calibration ?? {}
    const share = stayedAway?.value ?? 0
    expect(brier).toBeLessThan(share * (1 - share))
    expect(auc).toBeGreaterThan(0.7)
  })
})
