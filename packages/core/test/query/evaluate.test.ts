import { describe, expect, test } from 'vitest'
import {
  checkAggregate,
  checkWhere,
  compareValues,
  finishAggregate,
  matches,
  matchesCondition,
  type World,
} from '../../src/query/index.ts'
import type { Row } from '../../src/schema/index.ts'
import { companies, context, orders } from './schema.ts'

const related: Record<string, readonly Row[]> = {}
const world: World = { ...context, related: (relation) => related[relation.name] ?? [] }
const row: Row = {
  id: 'c1',
  name: 'ＡＣＭＥ 100%_x',
  size: 5,
  score: 0.5,
  active: true,
  tier: null,
  founded: '2026-06-01',
  ownerId: 'u_1',
  info: null,
}

describe('a record and a condition, by both evaluators', () => {
  test.each<[unknown, boolean]>([
    [{}, true],
    [{ size: 5 }, true],
    [{ size: { ne: 5 } }, false],
    [{ tier: 'gold' }, false],
    [{ tier: { ne: 'gold' } }, true],
    [{ not: { tier: 'gold' } }, true],
    [{ tier: { gt: 'gold' } }, false],
    [{ not: { tier: { gt: 'gold' } } }, true],
    [{ tier: { in: [] } }, false],
    [{ tier: { notIn: [] } }, true],
    [{ tier: { notIn: ['gold'] } }, true],
    [{ size: { in: [1, 5] } }, true],
    [{ tier: null }, true],
    [{ tier: { ne: null } }, false],
    [{ info: { isNull: true } }, true],
    [{ name: { contains: 'acme' } }, true],
    [{ name: { contains: '0%_X' } }, true],
    [{ name: { startsWith: 'ＡＣ' } }, true],
    [{ name: { startsWith: 'ａｃ' } }, false],
    [{ ownerId: { actor: 'user' } }, true],
    [{ founded: { gte: { ago: 'P3M' } } }, true],
    [{ founded: { lt: { ago: 'P3M' } } }, false],
    [{ founded: { gte: { ago: 'P2M' } } }, false],
    [{ or: [] }, false],
    [{ and: [] }, true],
    [{ active: true, score: { gte: 0.5, lt: 0.6 } }, true],
  ])('%j: %s', (where, expected) => {
    expect(matches(where, companies, row, world)).toBe(expected)
    expect(matchesCondition(checkWhere(where, companies, context), row)).toBe(expected)
  })

  test('what hangs on related records is unknown, unless the rest settles it', () => {
    const condition = (raw: unknown) => matchesCondition(checkWhere(raw, companies, context), row)
    expect(condition({ parent: { is: null } })).toBeUndefined()
    expect(condition({ not: { parent: { is: null } } })).toBeUndefined()
    expect(condition({ size: 4, parent: { is: null } })).toBe(false)
    expect(condition({ size: 5, parent: { is: null } })).toBeUndefined()
    expect(condition({ or: [{ orders: { some: {} } }, { size: 5 }] })).toBe(true)
  })
})

test('texts order by code point', () => {
  const texts = ['\uffff', '😀', 'ｱ', 'z', 'é', 'e\u0301', 'Z', '', 'zz']
  const byCodePoint = (a: string, b: string) => {
    const [x, y] = [[...a], [...b]].map((s) => s.map((c) => c.codePointAt(0) ?? 0))
    for (let i = 0; ; i++) {
      if (x?.[i] === undefined || y?.[i] === undefined) return (x?.length ?? 0) - (y?.length ?? 0)
      if (x[i] !== y[i]) return (x[i] as number) - (y[i] as number)
    }
  }
  expect(texts.toSorted(compareValues)).toEqual(texts.toSorted(byCodePoint))
  expect([3, null, 1].toSorted(compareValues)).toEqual([null, 1, 3])
})

test('to-many conditions', () => {
  related.orders = [
    { total: 5, currency: 'CNY', placedAt: '2026-08-01T00:00:00.000Z' },
    { total: null, currency: 'CNY', placedAt: '2026-01-01T00:00:00.000Z' },
    { total: Number.MAX_SAFE_INTEGER, currency: 'USD', placedAt: '2026-01-01T00:00:00.000Z' },
    { total: Number.MAX_SAFE_INTEGER, currency: 'USD', placedAt: '2026-01-01T00:00:00.000Z' },
  ]
  const holds = (orders: unknown) => matches({ orders }, companies, row, world)
  expect(holds({ some: { total: null } })).toBe(true)
  expect(holds({ none: { total: 6 } })).toBe(true)
  expect(holds({ every: { currency: 'CNY' } })).toBe(false)
  expect(holds({ where: { currency: 'CNY' }, count: 2, sum: { total: 5 } })).toBe(true)
  expect(holds({ where: { total: 6 }, count: 0, sum: { total: 0 } })).toBe(true)
  expect(holds({ where: { total: 6 }, min: { total: { gte: 0 } } })).toBe(false)
  expect(holds({ where: { total: 6 }, min: { total: { ne: 0 } } })).toBe(true)
  expect(holds({ sum: { total: { gt: Number.MAX_SAFE_INTEGER } } })).toBe(true)
  expect(holds({ max: { placedAt: { gte: { ago: 'P1M' } } } })).toBe(true)
})

describe('finishing an aggregate', () => {
  const checked = checkAggregate(
    {
      groupBy: { c: 'companyId' },
      measures: { mean: { fn: 'avg', field: 'total', rounding: 'half-up' }, n: { fn: 'count' } },
    },
    orders,
    context,
  )
  const [low, high] = [checked.currencies[0]?.least ?? '', checked.currencies[0]?.greatest ?? '']
  const { sum, count } = checked.averages.get('mean') ?? { sum: '', count: '' }

  test('averages are divided, hidden measures are gone', () => {
    const rows = [
      { c: 'a', n: 3, [sum]: 5, [count]: 2, [low]: 'CNY', [high]: 'CNY' },
      { c: null, n: 1, [sum]: 0, [count]: 0, [low]: null, [high]: null },
      { c: 'b', n: 2, [sum]: -5, [count]: 2, [low]: 'CNY', [high]: 'CNY' },
    ]
    expect(finishAggregate(checked, rows)).toEqual([
      { c: 'a', mean: 3, n: 3 },
      { c: null, mean: null, n: 1 },
      { c: 'b', mean: -3, n: 2 },
    ])
  })

  test('two currencies are refused', () => {
    const rows = [{ c: 'a', n: 2, [sum]: 5, [count]: 2, [low]: 'CNY', [high]: 'USD' }]
    expect(() => finishAggregate(checked, rows)).toThrow(
      expect.objectContaining({ code: 'MIXED_CURRENCY', details: { currencies: ['CNY', 'USD'] } }),
    )
  })
})
