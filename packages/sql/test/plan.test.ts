import {
  type Access,
  always,
  type Condition,
  fieldOf,
  type ManyIR,
  type Measure,
  type OneIR,
  type SelectQuery,
} from '@guanxi/core/storage'
import { expect, test } from 'vitest'
import { dialect as postgresDialect } from '../../postgres/src/dialect.ts'
import { sqliteDialect as dialect } from '../../sqlite/src/dialect/index.ts'
import type { Dialect } from '../src/dialect.ts'
import { namesOf } from '../src/names.ts'
import { Lru } from '../src/plan/lru.ts'
import { bind } from '../src/plan/plan.ts'
import { Plans } from '../src/plan/plans.ts'
import { successor } from '../src/plan/text.ts'
import { SearchIndexes } from '../src/search-indexes.ts'
import { company, compare, contact, query, schema } from './house.ts'

const names = namesOf('crm_')
const plansOf = (own: Dialect = dialect) =>
  new Plans({ dialect: own, names, schema, indexed: new SearchIndexes(own, names) })
const isIn = (values: readonly number[]): Condition => ({
  node: 'in',
  field: fieldOf(contact, 'points'),
  negated: false,
  values,
})

test('a shape is lowered once, and each query has its own values', () => {
  const plans = plansOf()
  const shared = compare(contact, 'points', 'eq', 5)
  const first = plans.select(query(contact, { where: { node: 'or', all: [shared, shared] } }))
  const other = [compare(contact, 'points', 'eq', 6), compare(contact, 'points', 'eq', 7)]
  const second = plans.select(query(contact, { where: { node: 'or', all: other }, tenant: 'u' }))
  expect(second.plan).toBe(first.plan)
  expect(bind(first.plan, first.values).parameters).toEqual([30, 't', 5, 5])
  expect(bind(second.plan, second.values).parameters).toEqual([30, 'u', 6, 7])
})

test('the values of an access are those of its query', () => {
  const plans = plansOf()
  const access = (owner: string): Access => {
    const granted = {
      rows: compare(contact, 'companyId', 'eq', owner),
      masks: new Map([['points', compare(contact, 'name', 'eq', owner)]]),
    }
    return { entity: () => granted }
  }
  const first = plans.select(query(contact, { access: access('a'), where: compare(contact, 'email', 'eq', 'e') }))
  const second = plans.select(query(contact, { access: access('b'), where: compare(contact, 'email', 'eq', 'f') }))
  expect(second.plan).toBe(first.plan)
  expect(bind(second.plan, second.values).parameters).toEqual(
    ['b', 30, 'u', 'b', 'f'].map((value) => (value === 'u' ? 't' : value)),
  )
  expect(plans.select(query(contact, { access: { entity: () => undefined } })).plan).not.toBe(first.plan)
})

test('SQLite is given no bare parameter to compare with: it would prepare the statement anew at each call', () => {
  const { plan, values } = plansOf().select(
    query(contact, {
      access: { entity: () => ({ rows: compare(contact, 'companyId', 'eq', 'c'), masks: new Map() }) },
      where: { node: 'and', all: [compare(contact, 'email', 'eq', 'e'), isIn([1, 2])] },
      orderBy: [{ path: { hops: [], field: fieldOf(contact, 'name') }, direction: 'desc' }],
      after: ['x', 'id'],
      limit: 3,
    }),
  )
  const { sql, parameters } = bind(plan, values)
  expect(sql.match(/.\?/g)).toEqual(parameters.map(() => '+?'))
})

test('lengths of lists and numbers of shapes do not fill the cache', () => {
  const plans = plansOf()
  for (let length = 1; length <= 64; length++)
    plans.select(query(contact, { where: isIn(Array.from({ length }, (_, i) => i)) }))
  expect(plans.size).toBe(7)
  const three = plans.select(query(contact, { where: isIn([1, 2, 3]) }))
  expect(bind(three.plan, three.values).parameters.slice(2)).toEqual([1, 2, 3, 3])
  for (let limit = 1; limit <= 1200; limit++) plans.select(query(contact, { limit, where: always }))
  expect(plans.size).toBe(500)
})

test('what was used last is kept', () => {
  const lru = new Lru<number>(2)
  lru.set('a', 1)
  lru.set('b', 2)
  expect(lru.get('a')).toBe(1)
  lru.set('c', 3)
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([1, undefined, 3])
})

test.each([
  ['a', 'b'],
  ['', undefined],
  ['a\u{10ffff}', 'b'],
  ['\u{10ffff}', undefined],
  ['\u{d7ff}', '\u{e000}'],
  ['\u{ffff}', '\u{10000}'],
])('the successor of %j is %j', (prefix, next) => {
  expect(successor(prefix)).toBe(next)
})

test('long names stay apart', () => {
  const names = namesOf('crm_')
  const long = 'a'.repeat(80)
  expect(names.index(`${long}1`)).not.toBe(names.index(`${long}2`))
  expect(names.index(`${long}1`)).toHaveLength(63)
})

test('figures of the same records are made by one look at them, and those of others by looks of their own', () => {
  const plans = plansOf()
  const relation = company.many.get('contacts') as ManyIR
  const figure = (within: Condition, fn: 'count' | 'sum', value: number): Condition => {
    return {
      node: 'measure',
      relation,
      within,
      fn,
      field: fn === 'sum' ? fieldOf(contact, 'points') : undefined,
      op: 'gte',
      value,
    }
  }
  const planned = (first: Condition, second: Condition, counts: number) => {
    const all = [figure(first, 'count', counts), figure(second, 'sum', 9)]
    return plans.select(query(company, { where: { node: 'and', all } }))
  }
  const active = compare(contact, 'points', 'eq', 1)
  const together = planned(active, active, 2)
  const apart = planned(active, compare(contact, 'points', 'eq', 3), 2)
  const looks = ({ plan }: typeof together) => plan.sql.split('"crm_contacts"').length - 1
  expect([looks(together), looks(apart)]).toEqual([1, 2])
  // A plan without the other values would take the figures of all companies to be cheap.
  expect(together.plan.anew).toBe(true)
  const values = ({ plan, values }: typeof together) =>
    bind(plan, values).parameters.filter((value) => typeof value === 'number')
  expect(values(together)).toEqual([1, 2, 9])
  expect(values(apart)).toEqual([1, 2, 3, 9])
  const other = planned(isIn([4]), isIn([4]), 5)
  expect(looks(other)).toBe(2)
  const again = planned(compare(contact, 'points', 'eq', 7), active, 2)
  expect(again.plan).toBe(apart.plan)
  expect(values(again)).toEqual([7, 2, 1, 9])
})

test('figures of a period are planned for its values: without them it would be taken to be short', () => {
  const plans = plansOf(postgresDialect)
  const anew = (...bounds: readonly Condition[]) =>
    plans.aggregate({
      entity: contact,
      tenant: 't',
      access: null,
      bin: 'without',
      where: { node: 'and', all: [{ node: 'and', all: bounds }, compare(contact, 'email', 'eq', 'e')] },
      groupBy: [],
      measures: [{ name: 'n', fn: 'count', path: undefined }],
      having: null,
      orderBy: [],
      limit: 1,
    }).plan.anew
  const [from, to] = [compare(contact, 'seenAt', 'gte', '2026-01-01'), compare(contact, 'seenAt', 'lt', '2026-02-01')]
  expect([anew(from, to), anew(to, from)]).toEqual([true, true])
  const others = [compare(contact, 'seenAt', 'gt', '2026-01-02'), compare(contact, 'points', 'lt', 1)]
  expect([anew(from), anew(to), anew(from, ...others)]).toEqual([false, false, false])
  expect(anew({ node: 'or', all: [from, to] })).toBe(false)
})

test('a long list is planned for its values: without them each row would be compared with all of it', () => {
  const plans = plansOf(postgresDialect)
  const anew = (n: number) =>
    plans.select(query(contact, { where: isIn(Array.from({ length: n }, (_, i) => i)) })).plan.anew
  expect([anew(3), anew(128), anew(129), anew(1000)]).toEqual([false, false, true, true])
})

test('records that are looked at from their owner need not ask whether he may be seen', () => {
  const relation = company.many.get('contacts') as ManyIR
  const via = contact.one.get('company') as OneIR
  const seen = (is: Condition): Access => ({
    entity: (name) => ({ rows: name === 'contact' ? { node: 'one', relation: via, is } : is, masks: new Map() }),
  })
  const where: Condition = { node: 'many', relation, quantifier: 'some', where: always }
  const companies = (more: Partial<SelectQuery>) =>
    plansOf()
      .select(query(company, { where, ...more }))
      .plan.sql.split('"crm_companies"').length - 1
  expect(companies({ access: seen(always) })).toBe(1)
  // Not where the owner may be in the bin, or more is asked of him.
  expect(companies({ access: seen(always), bin: 'with' })).toBe(2)
  expect(companies({ access: seen(compare(company, 'city', 'eq', 'Oslo')) })).toBe(2)
})

test('rows are grouped by a reference before what it leads to is looked up, where figures can be put together', () => {
  const coded = contact.one.get('coded') as OneIR
  const steps = (reference: OneIR, measure: Pick<Measure, 'fn' | 'path'>, groupedFirst?: Dialect['groupedFirst']) => {
    const own = groupedFirst === undefined ? dialect : { ...dialect, groupedFirst }
    const { plan } = plansOf(own).aggregate({
      ...query(contact),
      groupBy: [{ name: 'city', path: { hops: [reference], field: fieldOf(company, 'city') }, bucket: undefined }],
      measures: [{ name: 'm', ...measure }],
      having: null,
      orderBy: [],
    })
    return plan.sql.match(/group by|left join/g)?.join(', ')
  }
  const points = { hops: [], field: fieldOf(contact, 'points') }
  const city = { hops: [coded], field: fieldOf(company, 'city') }
  const two = 'group by, left join, group by'
  expect(steps(coded, { fn: 'sum', path: points })).toBe(two)
  expect(steps(coded, { fn: 'count', path: undefined })).toBe(two)
  const one = 'left join, group by'
  expect(steps(coded, { fn: 'countDistinct', path: points })).toBe(one)
  expect(steps(coded, { fn: 'min', path: city })).toBe(one)
  // A database may have it only for some.
  const { groupedFirst } = postgresDialect
  expect(steps(coded, { fn: 'sum', path: points }, groupedFirst)).toBe(two)
  expect(steps(contact.one.get('company') as OneIR, { fn: 'sum', path: points })).toBe(two)
  expect(steps(contact.one.get('company') as OneIR, { fn: 'sum', path: points }, groupedFirst)).toBe(one)
})
