import { expect, test } from 'vitest'
import {
  btydModel,
  customerValue,
  fitBtyd,
  fitSpend,
  nextPurchase,
  summarize,
  summarizeSorted,
} from '../../../src/math/index.ts'
import { enough, near, nearly } from '../expectations.ts'
import { exact, orders, rounded } from './cdnow.ts'

const first = { x: 2, tx: 30.43, T: 38.86 }
const sum = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
const bgnbd = enough(fitBtyd(rounded, { model: 'bgnbd' }))
const spend = enough(fitSpend(rounded))

test('check 1: the summary of the CDNOW sample', () => {
  expect(exact).toHaveLength(2357)
  expect(sum(exact.map(({ x }) => x))).toBe(2457)
  expect(exact.filter(({ x }) => x > 0)).toHaveLength(946)
  expect(exact[0]).toEqual({ customer: '1', x: 2, tx: 213 / 7, T: 272 / 7, spend: 2234.5 })
})

test('check 1: customer by customer it is the one published with two decimals', () => {
  for (const [i, row] of exact.entries()) {
    const published = rounded[i]
    expect([row.customer, row.x]).toEqual([published?.customer, published?.x])
    near(row.tx, published?.tx ?? Number.NaN, 0.0043)
    near(row.T, published?.T ?? Number.NaN, 0.0043)
    near((row.spend ?? 0) / 100, published?.spend ?? 0, 0.0051)
  }
})

test('check 1: the order of the orders does not matter, and sorted ones may stream', () => {
  const summary = (list: typeof orders) =>
    new Map(summarize(list, { end: '1997-09-30' }).rows.map((row) => [row.customer, row]))
  expect(summary(orders.toReversed())).toEqual(summary(orders))
  expect([...summarizeSorted(orders, { end: '1997-09-30' })]).toEqual(exact)
  expect(summarize(orders, { end: '1997-09-30' }).excluded.afterEnd).toBe(
    orders.filter(({ day }) => day > '1997-09-30').length,
  )
})

test('check 2: BG/NBD on CDNOW', () => {
  nearly(bgnbd.params.r, 0.242593, 1e-3)
  nearly(bgnbd.params.alpha, 4.413531, 1e-3)
  nearly(bgnbd.params.a, 0.792886, 1e-3)
  nearly(bgnbd.params.b, 2.425753, 1e-3)
  near(bgnbd.logLik, -9582.4256, 1e-3)
  near(enough(fitBtyd(exact)).logLik, -9582.4292, 1e-3)
  expect(bgnbd).toMatchObject({ model: 'bgnbd', status: 'ok', n: 2357 })
})

test('check 3: what BG/NBD expects of new customers and of the first', () => {
  for (const [t, purchases] of [
    [1 / 7, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.858],
  ] as const) {
    near(bgnbd.expected(t), purchases, 5e-4)
  }
  near(bgnbd.predict(first, 39), 1.2259, 1e-3)
  near(sum(rounded.map((row) => bgnbd.predict(row, 39))), 1653.4, 0.5)
  near(bgnbd.pAlive(first), 0.72661, 1e-4)
  near(bgnbd.pAlive({ x: 1, tx: 1.71, T: 38.86 }), 0.21223, 1e-4)
  near(sum(rounded.map((row) => bgnbd.pAlive(row))) / rounded.length, 0.81344, 1e-4)
})

test('check 3: half a year later BG/NBD errs less than everybody at his own rate', () => {
  const later = new Map<string, Set<string | number>>()
  for (const { customer, day } of orders) {
    if (day > '1997-09-30') later.set(customer, (later.get(customer) ?? new Set()).add(day))
  }
  const actual = (customer: string) => later.get(customer)?.size ?? 0
  const error = (of: (row: (typeof rounded)[number]) => number) =>
    sum(rounded.map((row) => Math.abs(of(row) - actual(row.customer)))) / rounded.length
  near(sum(rounded.map(({ customer }) => actual(customer))), 1882, 0)
  near(
    error((row) => bgnbd.predict(row, 39)),
    0.7855,
    1e-4,
  )
  near(
    error(({ x, T }) => (x / T) * 39),
    1.0237,
    1e-4,
  )
})

test('check 4: MBG/NBD on CDNOW', () => {
  const model = enough(fitBtyd(rounded, { model: 'mbgnbd' }))
  nearly(model.params.r, 0.524838, 1e-3)
  nearly(model.params.alpha, 6.182993, 1e-3)
  nearly(model.params.a, 0.891356, 1e-3)
  nearly(model.params.b, 1.613999, 1e-3)
  near(model.logLik, -9582.1327, 1e-3)
  near(enough(fitBtyd(exact, { model: 'mbgnbd' })).logLik, -9582.1357, 1e-3)
})

test('check 5: Pareto/NBD on CDNOW', () => {
  const model = enough(fitBtyd(rounded, { model: 'paretonbd' }))
  nearly(model.params.r, 0.5533, 5e-3)
  nearly(model.params.alpha, 10.578, 5e-3)
  nearly(model.params.s, 0.6062, 5e-3)
  nearly(model.params.beta, 11.668, 5e-3)
  near(model.logLik, -9594.974, 0.01)
  near(model.predict(first, 39), 1.45511, 1e-3)
  near(sum(rounded.map((row) => model.predict(row, 39))), 1665.53, 0.5)
  near(sum(rounded.map((row) => model.pAlive(row))) / rounded.length, 0.44628, 1e-4)
})

test('check 5: Pareto/NBD at published parameters', () => {
  const pareto = (r: number, alpha: number, s: number, beta: number) =>
    btydModel({ model: 'paretonbd', params: { r, alpha, s, beta } })
  const fader = pareto(0.5534, 10.5802, 0.6061, 11.6562)
  near(fader.pAlive({ x: 26, tx: 30.86, T: 31 }), 0.9979, 5e-5)
  near(fader.predict({ x: 26, tx: 30.86, T: 31 }, 52), 25.455, 0.01)
  const hardie = pareto(0.55, 10.56, 0.61, 11.64)
  for (const [t, purchases] of [0.05077821, 0.09916088, 0.14542507].entries())
    near(hardie.expected(t + 1), purchases, 5e-9)
  const many = pareto(0.55, 10.58, 0.61, 11.67)
  near(many.predict({ x: 132, tx: 200, T: 200 }, 10), 6.20605, 5e-6)
  near(many.predict({ x: 133, tx: 200, T: 200 }, 10), 6.25287, 5e-6)
  const overflows = pareto(10.465, 0.00798565, 3.0516, 2.82)
  const row = { x: 400, tx: 5, T: 6 }
  expect([overflows.pAlive(row), overflows.predict(row, 1), overflows.pNone(row, 1)].every(Number.isFinite)).toBe(true)
})

test('check 6: Gamma-Gamma on CDNOW', () => {
  near(spend.params.p, 6.249, 0.01)
  near(spend.params.q, 3.745, 0.01)
  near(spend.params.v, 15.448, 0.01)
  near(spend.logLik, -4055.9232, 1e-3)
  near(spend.correlation, 0.1139, 5e-5)
  expect(spend).toMatchObject({ status: 'ok', n: 946, excluded: { noRepeat: 1411, noSpend: 0 } })
  const published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
  for (const [i, value] of published.entries()) near(spend.expected(rounded[i] ?? { x: 0, spend: null }), value, 0.02)
})

test('check 7: what the customers of CDNOW are worth in a year', () => {
  const values = rounded.map((row) => ({
    id: row.customer,
    value: customerValue(bgnbd, spend, row, { horizon: 52, unit: 'week', discount: 0.1 }),
  }))
  for (const [i, value] of [36.748, 4.698, 8.453].entries()) near(values[i]?.value, value, 0.05)
  const total = sum(values.map(({ value }) => value))
  near(total, 72_430, 20)
  const best = values.toSorted((a, b) => b.value - a.value)
  expect(best.slice(0, 3).map(({ id }) => id)).toEqual(['509', '1081', '1516'])
  near(sum(best.slice(0, 235).map(({ value }) => value)) / total, 0.5666, 1e-4)
})

test('the most likely of three models is taken', () => {
  expect(enough(fitBtyd(rounded, { model: 'auto' })).model).toBe('mbgnbd')
})

test('standard errors are those of the curvature: a steeper likelihood has smaller ones', () => {
  const { se } = bgnbd
  // As R's BTYD and lifetimes print them for this sample: .0126, .378, .186, .705.
  near(se?.r, 0.0126, 1e-4)
  near(se?.alpha, 0.378, 1e-3)
  near(se?.a, 0.186, 1e-3)
  near(se?.b, 0.705, 1e-3)
  const twice = enough(fitBtyd([...rounded, ...rounded]))
  nearly(twice.se?.alpha, (se?.alpha ?? 0) / Math.SQRT2, 1e-4)
  nearly(twice.logLik, 2 * bgnbd.logLik, 1e-9)
})

test('other units of time are other parameters of time, and nothing else', () => {
  const days = summarize(orders, { end: '1997-09-30', unit: 'day' }).rows
  for (const model of ['bgnbd', 'paretonbd', 'nbd'] as const) {
    const [byDay, byWeek] = [days, exact].map((rows) => enough(fitBtyd(rows, { model })))
    nearly(byDay?.params.r, byWeek?.params.r ?? 0, 1e-4)
    nearly(byDay?.params.alpha, 7 * (byWeek?.params.alpha ?? 0), 1e-4)
  }
})

test('the next purchase of the first customer: a range, and the chance within a time', () => {
  const next = nextPurchase(bgnbd, first, { level: 0.8 })
  const [r, alpha] = [bgnbd.params.r ?? 0, bgnbd.params.alpha ?? 0]
  near(next.median, (alpha + 38.86) * (2 ** (1 / (r + 2)) - 1), 1e-9)
  const cdf = (t: number) => 1 - ((alpha + 38.86) / (alpha + 38.86 + t)) ** (r + 2)
  near(cdf(next.range[0]), 0.1, 1e-12)
  near(cdf(next.range[1]), 0.9, 1e-12)
  near(next.pWithin(4), next.pAlive * cdf(4), 1e-12)
  expect(next.pWithin(0)).toBe(0)
})

test('a model goes through JSON and says the same', () => {
  const models = [bgnbd, enough(fitBtyd(rounded, { model: 'paretonbd' }))]
  for (const model of models) {
    const revived = btydModel(JSON.parse(JSON.stringify(model)))
    expect(JSON.stringify(revived)).toBe(JSON.stringify(model))
    expect(revived.predict(first, 39)).toBe(model.predict(first, 39))
  }
  expect(JSON.parse(JSON.stringify(bgnbd))).toMatchObject({
    model: 'bgnbd',
    status: 'ok',
    n: 2357,
    se: { r: expect.any(Number) },
  })
})
