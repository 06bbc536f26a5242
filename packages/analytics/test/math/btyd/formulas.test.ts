import { describe, expect, test } from 'vitest'
import { collapse } from '../../../src/math/btyd/collapse.ts'
import { processes } from '../../../src/math/btyd/model.ts'
import { type BtydKind, type BtydRow, btydModel, gradient, seeded } from '../../../src/math/index.ts'
import { byIntegral } from './integrals.ts'

const cases: readonly (readonly [BtydKind, readonly number[]])[] = [
  ['bgnbd', [0.7, 4.4, 1.3, 2.4]],
  ['bgnbd', [2, 9, 0.6, 0.2]],
  ['mbgnbd', [0.7, 4.4, 1.3, 2.4]],
  ['mbgnbd', [2, 9, 0.6, 0.2]],
  ['paretonbd', [0.8, 10.6, 0.7, 11.7]],
  ['paretonbd', [1.7, 20, 1.4, 6]],
  ['paretonbd', [0.8, 5, 1, 5]],
  ['nbd', [0.8, 10]],
]
const rows: readonly BtydRow[] = [
  { x: 0, tx: 0, T: 20 },
  { x: 1, tx: 3, T: 20 },
  { x: 4, tx: 19, T: 20 },
  { x: 7, tx: 12, T: 12 },
]

const modelOf = (model: BtydKind, p: readonly number[]) =>
  btydModel({ model, params: Object.fromEntries(processes[model].names.map((name, i) => [name, p[i] ?? 0])) })

describe.each(cases)('%s with %j says what the integrals over all customers say', (kind, p) => {
  const model = modelOf(kind, p)
  test.each(rows)('of x = $x, tx = $tx, T = $T', (row) => {
    const { logLik, pAlive, predict, pNone, expected } = byIntegral(kind, p, row, 9)
    expect(processes[kind].logLik(collapse([row]), p).value).toBeCloseTo(logLik, 9)
    expect(model.pAlive(row)).toBeCloseTo(pAlive, 9)
    expect(model.predict(row, 9)).toBeCloseTo(predict, 8)
    expect(model.pNone(row, 9)).toBeCloseTo(pNone, 9)
    expect(model.expected(9)).toBeCloseTo(expected, 8)
  })

  test('the slope of the likelihood is that of its differences', () => {
    const data = collapse([...rows, ...rows.slice(1)])
    const numerical = gradient((at) => processes[kind].logLik(data, at).value, p)
    const { gradient: byFormula = [] } = processes[kind].logLik(data, p)
    for (const [i, slope] of numerical.entries()) expect(byFormula[i]).toBeCloseTo(slope, 5)
  })
})

test('where a formula is 0/0 it goes on smoothly', () => {
  const params = { r: 0.7, alpha: 4, a: 1, b: 2 }
  const at = (change: Partial<typeof params>) => modelOf('bgnbd', Object.values({ ...params, ...change })).expected(30)
  expect(at({ a: 1 })).toBeCloseTo((at({ a: 0.999 }) + at({ a: 1.001 })) / 2, 5)
  expect(at({ a: 0.4, b: 0.6 })).toBeCloseTo((at({ a: 0.4, b: 0.599 }) + at({ a: 0.4, b: 0.601 })) / 2, 4)
  const life = (s: number) => modelOf('paretonbd', [0.7, 4, s, 8]).expected(30)
  expect(life(1)).toBeCloseTo((life(0.999) + life(1.001)) / 2, 5)
})

test('no history and no parameters give anything but numbers, within what is possible', () => {
  const random = seeded(11)
  const wide = (low: number, high: number) => low * (high / low) ** random.uniform()
  const wrong: unknown[] = []
  for (let i = 0; i < 3000; i++) {
    const kind = (['bgnbd', 'mbgnbd', 'paretonbd'] as const)[i % 3] ?? 'bgnbd'
    const scale = wide(1e-3, 1e3)
    const p =
      kind === 'paretonbd'
        ? [wide(1e-4, 1e3), wide(1e-3, 1e4), wide(1e-4, 1e3), wide(1e-3, 1e4)]
        : [wide(1e-4, 1e3), wide(1e-3, 1e4), wide(1e-4, 1e4), wide(1e-4, 1e4)]
    const x = Math.floor(wide(1, 1000)) - 1
    const T = scale * wide(0.1, 10)
    const row = { x, tx: x === 0 ? 0 : T * random.uniform(), T }
    const t = wide(0.01, 100)
    const model = modelOf(kind, p)
    const ln = processes[kind].logLik(collapse([row]), p)
    const values = [ln.value, ...(ln.gradient ?? []), model.expected(t), model.predict(row, t)]
    const shares = [model.pAlive(row), model.pNone(row, t)]
    const fine =
      values.every(Number.isFinite) &&
      values.slice(-2).every((v) => v >= -1e-9) &&
      shares.every((share) => share >= -1e-12 && share <= 1 + 1e-12)
    if (!fine) wrong.push([kind, p, row, t, values, shares])
  }
  expect(wrong.slice(0, 3)).toEqual([])
})
