import { createCrm, defineMeasure, definePlugin, field, type MeasureIR, type PluginTypes, query } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../both.ts'

const revenue = defineMeasure({
  name: 'orders.revenue',
  summary: 'What was sold.',
  entity: 'order',
  at: 'placedAt',
  of: { fn: 'sum', field: 'total' },
})
const sold = defineMeasure({
  name: 'orderLines.quantity',
  version: 3,
  summary: 'How many pieces were sold.',
  entity: 'orderLine',
  at: { path: ['order', 'placedAt'] },
  of: { fn: 'sum', field: 'quantity' },
})
const won = defineMeasure({
  name: 'deals.won',
  summary: 'How many deals were won.',
  entity: 'deal',
  at: 'closedAt',
  stages: 'won',
  of: { fn: 'count' },
})
const own = definePlugin<PluginTypes>({
  id: 'own',
  version: '1',
  operations: {},
  handlers: {},
  measures: [revenue, won],
})
const create = (measures: readonly MeasureIR[], plugins: readonly (typeof own)[] = []) =>
  createCrm({ storage: sqlite(':memory:'), plugins, measures })

test('describe lists them all: those of plugins, and those of the host', () => {
  expect(create([sold], [own]).describe().measures).toEqual([
    {
      ...{ name: 'orders.revenue', version: 1, summary: 'What was sold.', entity: 'order', at: 'placedAt' },
      ...{ of: { fn: 'sum', field: 'total' }, stages: null },
    },
    {
      ...{ name: 'deals.won', version: 1, summary: 'How many deals were won.', entity: 'deal', at: 'closedAt' },
      ...{ of: { fn: 'count' }, stages: 'won' },
    },
    {
      ...{ name: 'orderLines.quantity', version: 3, summary: 'How many pieces were sold.', entity: 'orderLine' },
      ...{ at: { path: ['order', 'placedAt'] }, of: { fn: 'sum', field: 'quantity' }, stages: null },
    },
  ])
  expect(create([]).describe().measures).toEqual([])
})

test('a name has one owner: the error names both', async () => {
  const other = definePlugin<PluginTypes>({
    id: 'other',
    version: '1',
    operations: {},
    handlers: {},
    measures: [revenue],
  })
  const twice = { ...revenue, version: 2 }
  const refusals = [
    [() => create([], [own, other]), 'own', 'other'],
    [() => create([twice], [own]), 'own', 'app'],
    [() => create([revenue, sold, twice]), 'app', 'app'],
  ] as const
  for (const [run, owner, second] of refusals) {
    const refused = await errorOf(run)
    expect(refused).toMatchObject({ code: 'PLUGIN_CONFLICT', details: { what: 'Measure orders.revenue' } })
    expect(refused.details).toMatchObject({ owner, other: second })
  }
})

test.each<[string, Partial<MeasureIR>, string]>([
  ['no such entity', { entity: 'orders' }, 'orders is not defined'],
  ['no such field', { of: { fn: 'sum', field: 'totl' } }, 'totl'],
  ['no such function', { of: { fn: 'median', field: 'total' } }, 'fn'],
  ['a sum of texts', { of: { fn: 'sum', field: 'currency' } }, 'no exact sum'],
  ['a condition that names nothing', { of: { fn: 'count', where: { nothing: 1 } } }, 'nothing'],
  ['an average without its rounding', { of: { fn: 'avg', field: 'total' } }, 'rounding'],
  ['no such instant', { at: 'placed' }, 'placed'],
  ['what is no instant', { at: 'total' }, 'total is no instant and no day of order'],
  ['an instant that no relation leads to', { at: { path: ['deal', 'closedAt'] } }, 'deal'],
  ['no instant at the end of the way', { at: { path: ['company', 'name'] } }, 'company.name is no instant and no day'],
  ['no way', { at: { path: [] } }, 'names no field'],
  ['stages of what has none', { stages: 'won' }, 'order has no stages'],
  ['another entity in its name', { name: 'deals.revenue' }, 'it is not called orders. and a word'],
  ['no word of its own', { name: 'orders' }, 'it is not called orders. and a word'],
  ['two words', { name: 'orders.big.ones' }, 'it is not called orders. and a word'],
  ['a capital letter', { name: 'orders.Revenue' }, 'it is not called orders. and a word'],
  ['no version', { version: 0 }, 'its version is 0'],
  ['half a version', { version: 1.5 }, 'its version is 1.5'],
  ['what nobody may ask for', { name: 'audit.count', entity: 'audit', at: 'at', of: { fn: 'count' } }, 'a log'],
])('%s is refused, and by its name', async (_, wrong, words) => {
  const refused = await errorOf(() => create([{ ...revenue, ...wrong }]))
  expect(refused.code).toBe('SCHEMA_INVALID')
  expect(refused.message).toContain(`measure ${wrong.name ?? 'orders.revenue'}: `)
  expect(refused.message).toContain(words)
})

const operations = {
  desk: {
    figures: query({
      target: 'collection',
      summary: 'Which figures there are.',
      input: () => z.strictObject({}),
      output: () => z.array(z.string()),
    }),
  },
}
interface DeskTypes extends PluginTypes {
  operations: typeof operations
}

test('handlers see those of all plugins and of the host', async () => {
  const desk = definePlugin<DeskTypes>({
    ...{ id: 'desk', version: '1', operations },
    handlers: {
      desk: {
        figures: async ({ measures }) => [...measures.values()].map(({ name, entity }) => `${name} of ${entity}`),
      },
    },
  })
  const { crm } = await testCrm({ plugins: [desk, own], measures: [sold] })
  const me = crm.as({ user: 'u_1', roles: ['admin'] })
  expect(await me.desk.figures({})).toEqual([
    'orders.revenue of order',
    'deals.won of deal',
    'orderLines.quantity of orderLine',
  ])
})

test('a host has measures without any plugin, also of a field of its own', () => {
  const heads = {
    ...revenue,
    name: 'companies.heads',
    entity: 'company',
    at: 'createdAt',
    of: { fn: 'sum', field: 'heads' },
  }
  const fields = { company: { heads: field.integer().optional() } }
  const crm = createCrm({ storage: sqlite(':memory:'), measures: [won, heads], fields })
  expect(crm.describe().measures.map(({ name }) => name)).toEqual(['deals.won', 'companies.heads'])
})
