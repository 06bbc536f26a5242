import { definePipeline } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { watch } from '../watch.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((make) => {
  test('W7: a board has the count, the amounts and the first records of each stage, as lists and aggregates do', async () => {
    const { crm, clock } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: '华东精工' })
    for (let n = 0; n < 7; n++) {
      const stage = n < 5 ? 'qualified' : 'won'
      const money = n === 4 ? {} : { amount: 100 * n, currency: n === 3 ? 'USD' : 'CNY' }
      await me.deals.create({ companyId, title: `d${n}`, ...money, stage })
      await clock.advance('PT1M')
    }
    const board = await me.deals.board({ limit: 2, include: { company: true } })
    expect(
      board.map(({ items, next, ...rest }) => ({
        ...rest,
        items: items.map(({ title }) => title),
        more: next !== null,
      })),
    ).toEqual([
      {
        stage: 'qualified',
        count: 5,
        amounts: [
          { currency: 'CNY', amount: 300 },
          { currency: 'USD', amount: 300 },
        ],
        items: ['d4', 'd3'],
        more: true,
      },
      { stage: 'proposal', count: 0, amounts: [], items: [], more: false },
      { stage: 'negotiation', count: 0, amounts: [], items: [], more: false },
      { stage: 'won', count: 2, amounts: [{ currency: 'CNY', amount: 1_100 }], items: ['d6', 'd5'], more: false },
      { stage: 'lost', count: 0, amounts: [], items: [], more: false },
    ])
    expect(board[0]?.items[0]?.company?.name).toBe('华东精工')
    const where = { pipeline: 'deal', stage: 'qualified' } as const
    const rest = await me.deals.list({ where, orderBy: { createdAt: 'desc' }, after: board[0]?.next ?? null })
    expect(rest.items.map(({ title }) => title)).toEqual(['d2', 'd1', 'd0'])
    const some = await me.deals.board({
      stages: ['won', 'proposal'],
      where: { title: 'd5' },
      orderBy: { title: 'asc' },
    })
    expect(some.map(({ stage, count, items }) => [stage, count, items.length])).toEqual([
      ['proposal', 0, 0],
      ['won', 1, 1],
    ])
  })

  test('W7: a board shows what the actor may read, and hides what he may not', async () => {
    const blind = { grants: { deal: { scope: 'all', except: ['amount'] }, company: { scope: 'all' } } } as const
    const { crm } = await testCrm({ storage: await make(), roles: { blind } })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    for (const ownerId of ['u_a', 'u_b'])
      await me.deals.create({ companyId, title: ownerId, ownerId, amount: 100, currency: 'CNY' })
    const [own] = await crm.as({ user: 'u_a', roles: ['sales'] }).deals.board({})
    expect([own?.count, own?.amounts, own?.items.map(({ title }) => title)]).toEqual([
      1,
      [{ currency: 'CNY', amount: 100 }],
      ['u_a'],
    ])
    const [seen] = await crm.as({ user: 'u', roles: ['blind'] }).deals.board({})
    expect([seen?.count, seen?.amounts, seen?.items[0]?.amount]).toEqual([2, [{ currency: 'CNY', amount: 0 }], null])
    expect(await codeOf(() => crm.as({ user: 'u', roles: ['pool'] }).deals.board({}))).toBe('FORBIDDEN')
  })

  test('W7: a board in the report currency, and none where a rate is missing', async () => {
    const { crm } = await testCrm({ storage: await make(), reportCurrency: 'CNY' })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const deal = (currency: string) => me.deals.create({ companyId, title: 'x', amount: 100, currency })
    await deal('CNY')
    await deal('USD')
    expect(await codeOf(() => me.deals.board({ amounts: 'report' }))).toBe('RATE_MISSING')
    await me.exchangeRates.create({ from: 'USD', to: 'CNY', at: '2026-01-01', rate: '7' })
    await me.deals.reconvert({ where: {} })
    const [first] = await me.deals.board({ amounts: 'report', limit: 1 })
    expect(first).toMatchObject({ count: 2, amounts: [{ currency: 'CNY', amount: 800 }] })
  })

  test('W7: a board is two round trips, and one for each include', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    await me.deals.create({ companyId, title: 'x' })
    const seen = watch(storage)
    await me.deals.board({ include: { company: true } })
    expect(seen).toEqual(['aggregate deal', 'select deal, deal, deal, deal, deal', 'select company'])
  })

  test('a board is of one pipeline, and of stages that it has', async () => {
    const partner = definePipeline({ entity: 'deal', stages: { meet: {}, signed: { type: 'won' } } })
    const { crm } = await testCrm({ storage: await make(), pipelines: { partner } })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    await me.deals.create({ companyId, title: 'x', pipeline: 'partner' })
    const counts = async (pipeline?: string) =>
      (await me.deals.board(pipeline === undefined ? {} : { pipeline })).map(({ stage, count }) => [stage, count])
    expect(await counts('partner')).toEqual([
      ['meet', 1],
      ['signed', 0],
    ])
    expect((await counts()).every(([, count]) => count === 0)).toBe(true)
    expect(await errorOf(() => counts('no'))).toMatchObject({ code: 'INVALID', details: { path: 'pipeline' } })
    expect(await errorOf(() => me.deals.board({ pipeline: 'partner', stages: ['meet', 'won'] }))).toMatchObject({
      code: 'INVALID',
      details: { path: 'stages[1]' },
    })
    expect(await codeOf(() => me.deals.board({ limit: 0 }))).toBe('INVALID')
    expect(await codeOf(() => me.deals.board({ limit: 201 }))).toBe('QUERY_TOO_COMPLEX')
    expect(await codeOf(() => me.deals.board({ after: 'x' } as never))).toBe('UNKNOWN_KEY')
  })
})
