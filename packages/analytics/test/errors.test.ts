import { isCrmError } from '@guanxi/core'
import { expect, test } from 'vitest'
import type { OperationName, QuestionOf } from '../src/index.ts'
import { operations } from '../src/operations.ts'
import { onOne } from './on-one.ts'
import { companies, type Me, order, orders, world } from './world.ts'

const year = { from: '2025-01-01', to: '2026-07-01' }
const nobody = 'cmp_nobody'

/** Questions without a currency, which add what they find. */
const adding = {
  oldCustomers: year,
  cohorts: { ...year, measure: 'revenue' },
  rfm: {},
  concentration: year,
  purchaseSummary: {},
  lifetimeValue: {},
  season: {},
  salesForecast: {},
  closings: year,
  revenueEstimate: year,
  pipelineForecast: {},
  performance: year,
  query: { ...year, measures: ['orders.revenue'] },
  compare: {
    a: { from: '2024-01-01', to: '2025-01-01' },
    b: year,
    metrics: [{ kind: 'mean', name: 'm', entity: 'order', at: 'placedAt', field: 'total' }],
  },
  beforeAfter: {
    metric: { kind: 'mean', name: 'm', entity: 'order', at: 'placedAt', field: 'total' },
    changeAt: '2025-02-20',
    grain: 'month',
    pre: 1,
    post: 1,
  },
} satisfies { [N in OperationName]?: QuestionOf<N> }

/** Questions about a customer, a goal or a plan that there is not. */
const naming = {
  purchaseSummary: { companyId: nobody },
  lifetimeValue: { companyId: nobody },
  nextPurchase: { companyId: nobody },
  season: { contactId: nobody },
  habits: { companyId: nobody },
  goalProgress: { goalId: nobody, ...year },
  settleCommissions: { planId: nobody, ...year },
} satisfies { [N in OperationName]?: QuestionOf<N> }

/** Which code an operation answers with. */
async function codeOf(me: Me, name: string, question: object): Promise<string> {
  const call: unknown = Reflect.get(me.analytics, name)
  if (typeof call !== 'function') return 'no operation'
  try {
    await call(question)
    return 'answered'
  } catch (error) {
    return isCrmError(error) ? error.code : String(error)
  }
}
const codesOf = async (me: Me, questions: Readonly<Record<string, object>>) => {
  const codes: Record<string, string> = {}
  for (const [name, question] of Object.entries(questions)) codes[name] = await codeOf(me, name, question)
  return codes
}
const all = (questions: object, code: string) => Object.fromEntries(Object.keys(questions).map((name) => [name, code]))
const declaring = (code: string) =>
  Object.entries(operations.analytics).flatMap(([name, { errors }]) => (errors.includes(code) ? [name] : []))

onOne((stage) => {
  // On days and in months of their own: no group by itself has two currencies.
  test('amounts in several currencies are refused by all operations that add them, and these say so', async () => {
    const { admin, clock } = world(stage())
    const [companyId = ''] = await companies(admin, 1)
    await orders(admin, [order(companyId, '2025-01-25'), { ...order(companyId, '2025-02-06'), currency: 'USD' }])
    const deal = (currency: string) => ({ title: currency, companyId, amount: 100, currency, expectedAt: '2026-03-20' })
    const { ids } = await admin.deals.createMany(['CNY', 'USD', 'CNY', 'USD'].map(deal))
    await clock.advance('PT1H')
    for (const id of ids.slice(0, 2)) await admin.deals.move(id, { to: 'won' })
    await clock.advance('P1D')
    expect(await codesOf(admin, adding)).toEqual(all(adding, 'MIXED_CURRENCY'))
    const goals = ['goalProgress']
    expect(declaring('MIXED_CURRENCY').toSorted()).toEqual([...Object.keys(adding), ...goals].toSorted())
  })

  test('windows of one currency each are not compared where they are of two', async () => {
    const { admin } = world(stage())
    const [companyId = ''] = await companies(admin, 1)
    await orders(admin, [order(companyId, '2024-06-05'), { ...order(companyId, '2025-06-05'), currency: 'USD' }])
    const metric = { kind: 'mean', name: 'm', entity: 'order', at: 'placedAt', field: 'total' } as const
    const halves = { a: { from: '2024-01-01', to: '2025-01-01' }, b: { from: '2025-01-01', to: '2026-01-01' } }
    const asked = {
      compare: { ...halves, metrics: [metric] },
      beforeAfter: { metric, changeAt: '2025-01-01', grain: 'month', pre: 12, post: 12 },
    } as const
    expect(await codesOf(admin, asked)).toEqual(all(asked, 'MIXED_CURRENCY'))
    const yuan = { ...metric, where: { currency: 'CNY' } }
    const [told] = (await admin.analytics.compare({ ...halves, metrics: [yuan] })).data
    expect([told?.a, told?.b]).toEqual([100, null])
    // Named beside the windows, as the refusal says.
    const [named] = (await admin.analytics.compare({ ...halves, metrics: [metric], currency: 'USD' })).data
    expect([named?.a, named?.b]).toEqual([null, 100])
    const { series } = (await admin.analytics.beforeAfter({ ...asked.beforeAfter, currency: 'CNY' })).data
    expect(series.filter(({ n }) => n > 0)).toEqual([{ from: '2024-06-01', value: 100, n: 1 }])
  })

  test('query sets no yuan beside dollars, and adds no running month in dollars to those before it in yuan', async () => {
    const { admin } = world(stage())
    const [companyId = ''] = await companies(admin, 1)
    const dollars = (day: string) => ({ ...order(companyId, day), currency: 'USD' })
    await orders(admin, [order(companyId, '2024-02-05'), dollars('2025-02-05'), order(companyId, '2026-01-05')])
    await orders(admin, [dollars('2026-03-05')])
    const measures = ['orders.revenue', 'orders.count']
    const year = (n: number) => ({ from: `${n}-01-01`, to: `${n + 1}-01-01` })
    const codes = await Promise.all([
      codeOf(admin, 'query', { measures, ...year(2025), compareTo: 'yearAgo' }),
      codeOf(admin, 'query', { measures, ...year(2026) }),
      codeOf(admin, 'query', { measures, ...year(2025) }),
      codeOf(admin, 'query', { measures: ['orders.count'], ...year(2025), compareTo: 'yearAgo' }),
      codeOf(admin, 'query', { measures, ...year(2025), compareTo: 'yearAgo', currency: 'USD' }),
    ])
    expect(codes).toEqual(['MIXED_CURRENCY', 'MIXED_CURRENCY', 'answered', 'answered', 'answered'])
  })

  test('a customer, a goal or a plan that there is not is not found, and the operations say so', async () => {
    const { admin } = world(stage())
    expect(await codesOf(admin, naming)).toEqual(all(naming, 'NOT_FOUND'))
    expect(declaring('NOT_FOUND').toSorted()).toEqual(Object.keys(naming).toSorted())
  })
})
