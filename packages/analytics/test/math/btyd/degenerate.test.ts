import { describe, expect, test } from 'vitest'
import {
  type BtydRow,
  btydModel,
  customerValue,
  fitBtyd,
  fitSpend,
  nextPurchase,
  seeded,
  spendModel,
  summarize,
  summarizeSorted,
} from '../../../src/math/index.ts'
import { enough, near } from '../expectations.ts'

/** Customers who buy at their rates and never stop, or each with a chance after each purchase. */
function simulated(n: number, stops: number, seed: number, rateOf = (u: number) => -Math.log(1 - u) / 8): BtydRow[] {
  const random = seeded(seed)
  return Array.from({ length: n }, () => {
    const T = 10 + 40 * random.uniform()
    const rate = rateOf(random.uniform())
    let [x, tx] = [0, 0]
    for (;;) {
      const next = tx - Math.log(1 - random.uniform()) / rate
      if (next > T) break
      x++
      tx = next
      if (random.uniform() < stops) break
    }
    return { x, tx, T }
  })
}

describe('where nobody stops', () => {
  const rows = simulated(3000, 0, 5)
  test.each(['bgnbd', 'mbgnbd', 'paretonbd', 'auto'] as const)('%s says so, and the plain NBD answers', (model) => {
    const fit = enough(fitBtyd(rows, { model }))
    expect(fit).toMatchObject({ model: 'nbd', status: 'no-dropout-detectable' })
    near(fit.params.r, 1, 0.1)
    near(fit.params.alpha, 8, 0.8)
    expect(fit.dropout?.p).toBeGreaterThan(0.05)
    const row = { x: 300, tx: 49, T: 50 }
    near(fit.predict(row, 10), 52, 1)
    expect([fit.pAlive(row), fit.expected(8) > 0.9, fit.expected(8) < 1.1]).toEqual([1, true, true])
  })

  test('the test against it does not see what is not there, and sees what is', () => {
    const p = (stops: number) => enough(fitBtyd(simulated(3000, stops, 9))).dropout?.p ?? Number.NaN
    expect(p(0)).toBeGreaterThan(0.05)
    expect(p(0.05)).toBeLessThan(1e-6)
  })

  test('whoever asks for the plain NBD gets it without a remark', () => {
    expect(fitBtyd(rows, { model: 'nbd' })).toMatchObject({ model: 'nbd', status: 'ok', dropout: null })
  })
})

test('customers who are all alike: the shapes end at their bounds, forecasts hold', () => {
  const fit = enough(fitBtyd(simulated(3000, 0.1, 3, () => 0.5)))
  expect(fit).toMatchObject({ model: 'bgnbd', status: 'at-bound', se: null })
  near((fit.params.r ?? 0) / (fit.params.alpha ?? 1), 0.5, 0.02)
  near((fit.params.a ?? 0) / ((fit.params.a ?? 0) + (fit.params.b ?? 0)), 0.1, 0.01)
  // Of a customer of rate λ who stops with p: (1 − exp(−λpt)) / p.
  near(fit.expected(20), (1 - Math.exp(-0.5 * 0.1 * 20)) / 0.1, 0.2)
})

describe('too little is called too little', () => {
  const once: BtydRow = { x: 0, tx: 0, T: 10 }
  const again: BtydRow = { x: 1, tx: 5, T: 10 }
  test.each([
    ['nobody', []],
    ['nobody who came again', new Array<BtydRow>(500).fill(once)],
    ['nine who came again', [...new Array<BtydRow>(50).fill(once), ...new Array<BtydRow>(9).fill(again)]],
  ])('%s', (_, rows) => {
    const repeaters = rows.filter(({ x }) => x > 0).length
    for (const model of ['bgnbd', 'paretonbd', 'nbd', 'auto'] as const) {
      expect(fitBtyd(rows, { model })).toEqual({ status: 'insufficient', n: rows.length, repeaters })
    }
  })

  test.each(['bgnbd', 'mbgnbd', 'paretonbd', 'nbd', 'auto'] as const)(
    'ten equal histories are something: %s',
    (model) => {
      const fit = enough(fitBtyd(new Array<BtydRow>(10).fill(again), { model }))
      expect(Object.values(fit.params).every((value) => value > 0 && value < Infinity)).toBe(true)
      expect([fit.logLik, fit.predict(again, 10), fit.expected(10), fit.pNone(again, 10)].every(Number.isFinite)).toBe(
        true,
      )
    },
  )
})

test('customers who came on the last day, and only then, do no harm', () => {
  const rows = simulated(500, 0.1, 1)
  const fit = enough(fitBtyd(rows))
  const more = enough(fitBtyd([...rows, ...new Array<BtydRow>(400).fill({ x: 0, tx: 0, T: 0 })]))
  near(more.params.r, fit.params.r ?? 0, 1e-3)
  near(more.logLik, fit.logLik, 1e-4)
})

describe('spend', () => {
  const buyers = Array.from({ length: 40 }, (_, i) => ({ x: 1 + (i % 4), spend: 20 + ((i * 37) % 50) }))

  test('repeats that cost nothing are left out and counted', () => {
    const fit = enough(fitSpend([...buyers, { x: 2, spend: 0 }, { x: 1, spend: -3 }, { x: 0, spend: null }]))
    expect(fit).toMatchObject({ n: 40, excluded: { noRepeat: 1, noSpend: 2 } })
    expect(fit.params).toEqual(enough(fitSpend(buyers)).params)
    expect(fit.expected({ x: 2, spend: 0 })).toBe(fit.expected({ x: 0, spend: null }))
  })

  test('fewer than ten who paid', () => {
    const few = [...buyers.slice(0, 9), { x: 1, spend: 0 }]
    expect(fitSpend(few)).toEqual({ status: 'insufficient', n: 9, excluded: { noRepeat: 0, noSpend: 1 } })
  })

  test('a tail without a mean: what was observed is given', () => {
    const random = seeded(2)
    const rows = Array.from({ length: 400 }, () => ({ x: 3, spend: 10 / random.uniform() ** 2 }))
    const fit = enough(fitSpend(rows))
    expect(fit.status).toBe('no-mean')
    expect(fit.expected({ x: 0, spend: null })).toBe(fit.mean)
    expect(fit.expected({ x: 3, spend: 70 })).toBe(70)
    expect(spendModel(JSON.parse(JSON.stringify(fit))).expected({ x: 3, spend: 70 })).toBe(70)
  })

  test('everybody pays the same', () => {
    const fit = enough(fitSpend(Array.from({ length: 50 }, (_, i) => ({ x: 1 + (i % 3), spend: 25 }))))
    expect(fit).toMatchObject({ status: 'at-bound', correlation: 0 })
    near(fit.expected({ x: 0, spend: null }), 25, 0.1)
  })
})

describe('wrong input is refused, with its place', () => {
  const model = btydModel({ model: 'bgnbd', params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } })
  const spend = spendModel({ model: 'gammagamma', params: { p: 6, q: 4, v: 15 } })
  const row = { x: 1, tx: 2, T: 10, spend: 5 }
  const order = { customer: 'c', day: '2026-01-01', amount: 1 }
  test.each<readonly [string, () => unknown]>([
    ['rows.0.x', () => fitBtyd([{ x: 1.5, tx: 1, T: 2 }])],
    ['rows.1.tx', () => fitBtyd([row, { x: 1, tx: 3, T: 2 }])],
    ['rows.0.tx', () => fitBtyd([{ x: 0, tx: 1, T: 2 }])],
    ['rows.0.T', () => fitBtyd([{ x: 0, tx: 0, T: Number.NaN }])],
    ['row.tx', () => model.predict({ x: 2, tx: 0, T: 3 }, 1)],
    ['t', () => model.predict(row, -1)],
    ['t', () => model.expected(Number.NaN)],
    ['params.b', () => btydModel({ model: 'bgnbd', params: { r: 1, alpha: 1, a: 1 } })],
    ['params.alpha', () => btydModel({ model: 'nbd', params: { r: 1, alpha: 0 } })],
    ['model', () => btydModel(JSON.parse('{"model":"toString","params":{}}'))],
    ['model', () => fitBtyd([], JSON.parse('{"model":"bg"}'))],
    ['level', () => nextPurchase(model, row, { level: 1 })],
    ['horizon', () => customerValue(model, spend, row, { horizon: 1.5 })],
    ['discount', () => customerValue(model, spend, row, { horizon: 1, discount: -0.1 })],
    ['params.q', () => spendModel({ model: 'gammagamma', params: { p: 6, q: 1, v: 15 } })],
    ['rows.0.spend', () => fitSpend([{ x: 1, spend: null }])],
    ['orders.1.day', () => summarize([order, { ...order, day: '2026-02-30' }], { end: '2026-03-01' })],
    ['orders.0.day', () => summarize([{ ...order, day: '2026-01-01T10:00:00Z' }], { end: '2026-03-01' })],
    ['orders.0.amount', () => summarize([{ ...order, amount: Number.NaN }], { end: '2026-03-01' })],
    ['end', () => summarize([order], { end: '1/3/2026' })],
    ['orders', () => [...summarizeSorted([{ ...order, day: '2026-01-02' }, order], { end: '2026-03-01' })]],
  ])('%s', (path, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID', details: expect.objectContaining({ path }) }))
  })
})

test('two orders of a day are one purchase, and the money of the first day is not counted', () => {
  const day = (day: string | number, amount: number) => ({ customer: 'c', day, amount })
  const { rows } = summarize([day('2026-01-19', 30), day('2026-01-05', 99), day('2026-01-05', 1), day(20472, 10)], {
    end: '2026-03-30',
  })
  // Day 20472 is the 19th of January.
  expect(rows).toEqual([{ customer: 'c', x: 1, tx: 2, T: 12, spend: 40 }])
})
