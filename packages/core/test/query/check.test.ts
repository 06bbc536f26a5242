import { describe, expect, test } from 'vitest'
import { type CrmError, isCrmError } from '../../src/error/index.ts'
import { always, checkAggregate, checkSelect, checkWhere, moneyMeasures } from '../../src/query/index.ts'
import { companies, context, lines, orders, schema } from './schema.ts'

function fault(run: () => unknown): CrmError {
  try {
    run()
  } catch (error) {
    if (isCrmError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
const where = (raw: unknown, entity = companies) => checkWhere(raw, entity, context)
const whereFault = (raw: unknown, entity = companies) => fault(() => where(raw, entity))

describe('where', () => {
  test('nothing always holds; several keys are joined', () => {
    expect(where({})).toEqual(always)
    expect(where({ name: 'a', size: { gt: 1, lte: 5 } })).toMatchObject({
      node: 'and',
      all: [
        { node: 'compare', op: 'eq', value: 'a' },
        { node: 'compare', op: 'gt', value: 1 },
        { node: 'compare', op: 'lte', value: 5 },
      ],
    })
  })

  test('null, eq null and ne null ask whether a value is missing', () => {
    for (const raw of [null, { eq: null }, { isNull: true }]) {
      expect(where({ size: raw })).toMatchObject({ node: 'isNull', negated: false })
    }
    for (const raw of [{ ne: null }, { isNull: false }])
      expect(where({ info: raw })).toMatchObject({ node: 'isNull', negated: true })
  })

  test('instants become canonical, minus zero becomes zero, lists lose doubles', () => {
    expect(where({ placedAt: { gt: '2026-01-01T00:00:00+08:00' } }, orders)).toMatchObject({
      value: '2025-12-31T16:00:00.000Z',
    })
    expect(Object.is((where({ score: -0 }) as { value: number }).value, 0)).toBe(true)
    expect(where({ size: { in: [1, 2, 1] } })).toMatchObject({ node: 'in', values: [1, 2] })
  })

  test('the actor and times relative to now are resolved', () => {
    expect(where({ ownerId: { actor: 'user' } })).toMatchObject({ op: 'eq', value: 'u_1' })
    expect(where({ ownerId: { in: [{ actor: 'user' }, 'u_2'] } })).toMatchObject({ values: ['u_1', 'u_2'] })
    expect(where({ placedAt: { gte: { ago: 'PT1H' } } }, orders)).toMatchObject({
      op: 'gte',
      value: '2026-08-31T11:00:00.001Z',
    })
    expect(where({ placedAt: { lt: { ago: 'PT1H' } } }, orders)).toMatchObject({
      op: 'lt',
      value: '2026-08-31T11:00:00.001Z',
    })
    expect(where({ placedAt: { lte: { ahead: 'P1D' } } }, orders)).toMatchObject({
      op: 'lte',
      value: '2026-09-01T12:00:00.000Z',
    })
    expect(where({ founded: { gte: { ago: 'P3M' } } })).toMatchObject({ op: 'gte', value: '2026-06-01' })
    expect(
      fault(() => checkWhere({ ownerId: { actor: 'user' } }, companies, { ...context, actor: undefined })).code,
    ).toBe('ACTOR_REQUIRED')
  })

  test('relations', () => {
    expect(where({ parent: { is: null } })).toMatchObject({ node: 'one', is: 'none' })
    const figures = {
      where: { currency: 'CNY' },
      count: 2,
      sum: { total: { gt: 5, lt: 9 } },
      max: { placedAt: { lt: { ago: 'P3M' } } },
    }
    expect(where({ orders: figures })).toMatchObject({
      node: 'and',
      all: [
        { node: 'measure', fn: 'count', op: 'eq', value: 2, within: { node: 'compare', value: 'CNY' } },
        { node: 'measure', fn: 'sum', op: 'gt', value: 5 },
        { node: 'measure', fn: 'sum', op: 'lt', value: 9 },
        { node: 'measure', fn: 'max', op: 'lt' },
      ],
    })
  })

  test.each<[unknown, string, string?]>([
    [{ orders: { some: { totl: 1 } } }, 'where.orders.some.totl', 'Did you mean total?'],
    [{ nmae: 'x' }, 'where.nmae', 'Did you mean name?'],
    [{ name: { equals: 'x' } }, 'where.name.equals'],
    [{ constructor: 'x' }, 'where.constructor'],
    [JSON.parse('{"__proto__":{"name":"x"}}'), 'where.__proto__'],
    [{ toString: null }, 'where.toString'],
    [{ or: [{}, { hasOwnProperty: 1 }] }, 'where.or.1.hasOwnProperty'],
    [{ orders: { any: {} } }, 'where.orders.any'],
    [{ orders: { sum: { totl: 1 } } }, 'where.orders.sum.totl', 'Did you mean total?'],
    [{ parent: { isnt: {} } }, 'where.parent.isnt'],
    [{ founded: { gt: { ago: 'P1D', zone: 'UTC' } } }, 'where.founded.gt.zone'],
    [{ ownerId: { actor: 'user', role: 'x' } }, 'where.ownerId.role'],
  ])('%j is an unknown key', (raw, path, hint) => {
    const error = whereFault(raw)
    expect([error.code, error.path]).toEqual(['UNKNOWN_KEY', path])
    if (hint !== undefined) expect(error.hint).toBe(hint)
  })

  test.each<[unknown, string]>([
    [null, 'where'],
    ['name', 'where'],
    [[], 'where'],
    [new Map(), 'where'],
    [{ name: undefined }, 'where.name'],
    [{ name: { eq: undefined } }, 'where.name.eq'],
    [{ orders: { some: undefined } }, 'where.orders.some'],
    [{ name: 5 }, 'where.name'],
    [{ name: 'a\0' }, 'where.name'],
    [{ name: '\ud800' }, 'where.name'],
    [{ name: {} }, 'where.name'],
    [{ name: ['a'] }, 'where.name'],
    [{ name: { in: 'a' } }, 'where.name.in'],
    [{ name: { in: [null] } }, 'where.name.in.0'],
    [{ name: { in: new Array(2) } }, 'where.name.in.0'],
    [{ size: '5' }, 'where.size'],
    [{ size: 1.5 }, 'where.size'],
    [{ size: 2 ** 53 }, 'where.size'],
    [{ score: Number.NaN }, 'where.score'],
    [{ score: Infinity }, 'where.score'],
    [{ size: { contains: '5' } }, 'where.size.contains'],
    [{ size: { startsWith: '5' } }, 'where.size.startsWith'],
    [{ ownerId: { contains: 'u' } }, 'where.ownerId.contains'],
    [{ active: 'true' }, 'where.active'],
    [{ active: { gt: false } }, 'where.active.gt'],
    [{ tier: 'bronze' }, 'where.tier'],
    [{ founded: '2023-02-29' }, 'where.founded'],
    [{ founded: { gt: { ago: 'P1.5D' } } }, 'where.founded.gt.ago'],
    [{ founded: { ago: 'P1D' } }, 'where.founded'],
    [{ founded: { eq: { ago: 'P1D' } } }, 'where.founded.eq'],
    [{ founded: { gt: { ago: 'P1D', ahead: 'P1D' } } }, 'where.founded.gt'],
    [{ size: { gt: { ago: 'P1D' } } }, 'where.size.gt'],
    [{ size: { isNull: 1 } }, 'where.size.isNull'],
    [{ size: { actor: 'user' } }, 'where.size'],
    [{ ownerId: { actor: 'me' } }, 'where.ownerId.actor'],
    [{ info: { eq: { a: 1 } } }, 'where.info.eq'],
    [{ and: {} }, 'where.and'],
    [{ not: [] }, 'where.not'],
    [{ parent: {} }, 'where.parent'],
    [{ parent: 'c_1' }, 'where.parent'],
    [{ orders: {} }, 'where.orders'],
    [{ orders: { where: {} } }, 'where.orders'],
    [{ orders: { sum: {} } }, 'where.orders.sum'],
    [{ orders: { sum: { placedAt: 1 } } }, 'where.orders.sum.placedAt'],
    [{ orders: { count: null } }, 'where.orders.count'],
  ])('%o is invalid', (raw, path) => {
    const error = whereFault(raw)
    expect([error.code, error.path]).toEqual(['INVALID', path])
  })

  test('too deep, too many, too far', () => {
    const nested = (levels: number): unknown => (levels === 0 ? {} : { not: nested(levels - 1) })
    expect(() => where(nested(7))).not.toThrow()
    expect(whereFault(nested(8)).code).toBe('QUERY_TOO_COMPLEX')
    const loop: Record<string, unknown> = {}
    loop.not = loop
    expect(whereFault(loop).code).toBe('QUERY_TOO_COMPLEX')
    expect(whereFault({ or: Array.from({ length: 100 }, () => ({ name: 'a' })) }).code).toBe('QUERY_TOO_COMPLEX')
    expect(whereFault({ or: Array.from({ length: 100_000 }, () => ({})) }).code).toBe('QUERY_TOO_COMPLEX')
    expect(whereFault({ name: { in: Array.from({ length: 1001 }, (_, i) => `${i}`) } }).code).toBe('QUERY_TOO_COMPLEX')
    const up = (n: number): unknown => (n === 0 ? {} : { parent: { is: up(n - 1) } })
    expect(() => where(up(3))).not.toThrow()
    expect(whereFault(up(4)).code).toBe('QUERY_TOO_COMPLEX')
  })

  test('the figures of money in a condition', () => {
    const condition = where({
      or: [{ orders: { sum: { total: { gt: 1 } } } }, { orders: { where: { currency: 'CNY' }, sum: { total: 1 } } }],
    })
    expect(moneyMeasures(condition, schema).map(({ relation, field }) => [relation.name, field.name])).toEqual([
      ['orders', 'total'],
    ])
  })
})

describe('select', () => {
  const select = (raw: unknown, entity = orders) => checkSelect(raw, entity, context)

  test('defaults, and an order that is total', () => {
    expect(select({})).toMatchObject({
      limit: 50,
      after: null,
      include: [],
      orderBy: [{ direction: 'asc', path: { field: { name: 'id' } } }],
    })
    const spelled = select({ orderBy: [{ company: { name: 'asc' } }, { total: 'desc' }] }).orderBy
    expect(spelled.map((k) => [...k.path.hops.map((h) => h.name), k.path.field.name, k.direction])).toEqual([
      ['company', 'name', 'asc'],
      ['total', 'desc'],
      ['id', 'desc'],
    ])
    expect(select({ orderBy: { id: 'desc', total: 'asc' } }).orderBy).toHaveLength(1)
  })

  test('includes', () => {
    const { include } = select({
      include: { company: { include: { orders: { limit: 3, where: { total: 1 } } } }, lines: true },
    })
    expect(include).toMatchObject([
      {
        relation: { name: 'company' },
        include: [{ relation: { name: 'orders' }, limit: 3, where: { node: 'compare' } }],
      },
      { relation: { name: 'lines' }, limit: 50 },
    ])
  })

  test.each<[unknown, string, string]>([
    [{ wher: {} }, 'UNKNOWN_KEY', 'query.wher'],
    [{ orderBy: { compny: { name: 'asc' } } }, 'UNKNOWN_KEY', 'orderBy.compny'],
    [{ orderBy: { company: 'asc' } }, 'INVALID', 'orderBy.company'],
    [{ orderBy: { total: 'up' } }, 'INVALID', 'orderBy.total'],
    [{ orderBy: { company: { info: 'asc' } } }, 'INVALID', 'orderBy.company.info'],
    [{ orderBy: [{ total: 'asc' }, { total: 'desc' }] }, 'INVALID', 'orderBy.1.total'],
    [{ limit: 0 }, 'INVALID', 'limit'],
    [{ limit: '5' }, 'INVALID', 'limit'],
    [{ limit: 201 }, 'QUERY_TOO_COMPLEX', 'limit'],
    [{ include: { compny: true } }, 'UNKNOWN_KEY', 'include.compny'],
    [{ include: { company: false } }, 'INVALID', 'include.company'],
    [{ include: { company: { limit: 1 } } }, 'UNKNOWN_KEY', 'include.company.limit'],
    [{ include: { lines: { where: { amont: 1 } } } }, 'UNKNOWN_KEY', 'include.lines.where.amont'],
    [{ after: 'x' }, 'CURSOR_INVALID', 'after'],
    [{ after: 5 }, 'CURSOR_INVALID', 'after'],
    [{ after: undefined }, 'INVALID', 'query.after'],
  ])('%j is refused', (raw, code, path) => {
    const error = fault(() => select(raw))
    expect([error.code, error.path]).toEqual([code, path])
  })
})

describe('aggregate', () => {
  const aggregate = (raw: unknown, entity = orders) => checkAggregate(raw, entity, context)

  test('keys, measures, and an order that is total', () => {
    const checked = aggregate({
      groupBy: { month: { field: 'placedAt', bucket: 'month' }, who: { path: ['company', 'name'] } },
      measures: { n: { fn: 'count' }, last: { fn: 'max', field: 'placedAt' } },
      having: { n: { gt: 1 }, last: { gt: '2026-01-01T00:00:00Z' } },
      orderBy: { n: 'desc' },
    })
    expect(checked.orderBy).toEqual([
      { name: 'n', direction: 'desc' },
      { name: 'month', direction: 'asc' },
      { name: 'who', direction: 'asc' },
    ])
    expect(checked.having).toMatchObject({ node: 'and', all: [{ value: 1 }, { value: '2026-01-01T00:00:00.000Z' }] })
    expect(checked.names).toEqual(['n', 'last'])
    expect(checked.groupBy[0]?.bucket?.offsets.length).toBeGreaterThan(10)
  })

  test('money watches its currency, its owner’s too, unless it is a key or fixed', () => {
    const sum = { total: { fn: 'sum', field: 'total' } }
    expect(aggregate({ measures: sum }).currencies).toHaveLength(1)
    expect(aggregate({ groupBy: { c: 'currency' }, measures: sum }).currencies).toHaveLength(0)
    expect(aggregate({ where: { currency: 'CNY' }, measures: sum }).currencies).toHaveLength(0)
    const owned = aggregate(
      { measures: { a: { fn: 'sum', field: 'amount' }, b: { fn: 'avg', field: 'amount', rounding: 'floor' } } },
      lines,
    )
    expect(owned.currencies).toHaveLength(1)
    expect(
      owned.measures.filter((m) => m.path?.field.name === 'currency').every((m) => m.path?.hops[0]?.name === 'order'),
    ).toBe(true)
  })

  test.each<[unknown, string, string]>([
    [{}, 'INVALID', 'measures'],
    [{ measures: {} }, 'INVALID', 'measures'],
    [{ measures: { n: { fn: 'count', feild: 'x' } } }, 'UNKNOWN_KEY', 'measures.n.feild'],
    [{ measures: { n: { fn: 'median', field: 'total' } } }, 'INVALID', 'measures.n.fn'],
    [{ measures: { n: { fn: 'sum' } } }, 'INVALID', 'measures.n'],
    [{ measures: { n: { fn: 'sum', field: 'currency' } } }, 'INVALID', 'measures.n'],
    [{ measures: { n: { fn: 'avg', field: 'total' } } }, 'INVALID', 'measures.n.rounding'],
    [{ measures: { n: { fn: 'sum', field: 'total', rounding: 'floor' } } }, 'INVALID', 'measures.n.rounding'],
    [{ measures: { n: { fn: 'sum', path: ['compny', 'size'] } } }, 'UNKNOWN_KEY', 'measures.n.path.compny'],
    [{ measures: { n: { fn: 'sum', path: [] } } }, 'INVALID', 'measures.n.path'],
    [{ measures: { _n: { fn: 'count' } } }, 'INVALID', 'measures._n'],
    [{ measures: { 'a b': { fn: 'count' } } }, 'INVALID', 'measures.a b'],
    [{ measures: JSON.parse('{"__proto__":{"fn":"count"}}') }, 'INVALID', 'measures.__proto__'],
    [{ groupBy: { n: 'currency' }, measures: { n: { fn: 'count' } } }, 'INVALID', 'measures.n'],
    [
      { groupBy: { n: { field: 'total', bucket: 'day' } }, measures: { m: { fn: 'count' } } },
      'INVALID',
      'groupBy.n.bucket',
    ],
    [
      { groupBy: { n: { field: 'placedAt', timeZone: 'UTC' } }, measures: { m: { fn: 'count' } } },
      'INVALID',
      'groupBy.n.timeZone',
    ],
    [
      { groupBy: { n: { field: 'placedAt', bucket: 'day', timeZone: '+08:00' } }, measures: { m: { fn: 'count' } } },
      'INVALID',
      'groupBy.n.timeZone',
    ],
    [{ measures: { n: { fn: 'count' } }, having: { m: 1 } }, 'UNKNOWN_KEY', 'having.m'],
    [{ measures: { n: { fn: 'avg', field: 'total', rounding: 'floor' } }, having: { n: 1 } }, 'INVALID', 'having.n'],
    [{ measures: { n: { fn: 'list', field: 'currency' } }, having: { n: 'CNY' } }, 'INVALID', 'having.n'],
    [{ measures: { n: { fn: 'list', field: 'currency' } }, orderBy: { n: 'asc' } }, 'INVALID', 'orderBy.n'],
    [{ measures: { n: { fn: 'list' } } }, 'INVALID', 'measures.n'],
    [{ measures: { n: { fn: 'list', field: 'currency', bucket: 'day' } } }, 'INVALID', 'measures.n.bucket'],
    [{ measures: { n: { fn: 'max', field: 'placedAt', bucket: 'day' } } }, 'INVALID', 'measures.n.bucket'],
    [{ measures: { n: { fn: 'count', bucket: 'day' } } }, 'INVALID', 'measures.n.bucket'],
    [{ measures: { n: { fn: 'list', field: 'placedAt', timeZone: 'UTC' } } }, 'INVALID', 'measures.n.timeZone'],
    [{ measures: { n: { fn: 'count' } }, having: { n: { gt: '1' } } }, 'INVALID', 'having.n.gt'],
    [{ measures: { n: { fn: 'sum', field: 'total' } }, having: { _1: 1 } }, 'UNKNOWN_KEY', 'having._1'],
    [{ measures: { n: { fn: 'count' } }, orderBy: { m: 'asc' } }, 'UNKNOWN_KEY', 'orderBy.m'],
    [{ measures: { n: { fn: 'count' } }, limit: 10_001 }, 'QUERY_TOO_COMPLEX', 'limit'],
  ])('%j is refused', (raw, code, path) => {
    const error = fault(() => aggregate(raw))
    expect([error.code, error.path]).toEqual([code, path])
  })
})
