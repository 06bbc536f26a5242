import { definePipeline } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const stages = { needs: {}, won: { type: 'won' } } as const
const deal = definePipeline({ entity: 'deal', stages, editable: true })

/** A chain of objects, so long. */
const nested = (depth: number) => Array.from({ length: depth }).reduce((inner: object) => ({ a: inner }), {})

onBoth((make) => {
  test.for(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'rank 4: a stage may be called %s, and its records do not stay behind when it goes',
    async (name) => {
      const { crm } = await testCrm({ storage: await make(), pipelines: { deal } })
      const me = crm.as(admin)
      const more = await me.pipelines.edit({ name: 'deal', stages: { needs: {}, [name]: {}, won: { type: 'won' } } })
      expect(more.stages.map((stage) => [stage.name, stage.to])).toEqual([
        ['needs', [name, 'won']],
        [name, ['needs', 'won']],
        ['won', []],
      ])
      const { id: companyId } = await me.companies.create({ name: 'x' })
      const { id } = await me.deals.create({ title: 'x', companyId, stage: name })
      expect(await errorOf(() => me.pipelines.edit({ name: 'deal', stages }))).toMatchObject({
        code: 'MAPPING_REQUIRED',
        details: { counts: { [name]: 1 } },
      })
      await me.pipelines.edit({ name: 'deal', stages, mapping: { [name]: 'needs' } })
      expect(await me.deals.get(id)).toMatchObject({ stage: 'needs' })
      expect(await crm.check()).toEqual({ findings: [] })
    },
  )

  test('a key __proto__ is refused wherever a document takes any key', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const everything = JSON.parse('{ "__proto__": { "scope": "all" } }')
    expect(await codeOf(() => me.policies.create({ role: 'x', grants: everything }))).toBe('INVALID')
    expect(await codeOf(() => me.policies.set({ role: 'x', grants: everything }))).toBe('UNKNOWN_KEY')
    const query = JSON.parse('{ "where": { "__proto__": { "name": "x" } } }')
    expect(await codeOf(() => me.savedViews.create({ name: 'x', entity: 'company', query }))).toBe('INVALID')
    expect(await me.savedViews.count()).toBe(0)
  })

  test('an input without end is refused as any bad input is', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id } = await me.leads.create({ name: 'x' })
    const map = nested(50_000) as Record<string, string>
    expect(await errorOf(() => me.leads.convert(id, { map }))).toMatchObject({
      code: 'INVALID',
      details: { problem: 'is nested more than 200 deep' },
    })
    expect(await codeOf(() => me.policies.set({ role: 'x', grants: nested(50_000) as never }))).toBe('INVALID')
    expect(await codeOf(() => me.search.find(nested(50_000) as never))).toBe('INVALID')
  })

  test('several who define the same at once: one does, the others are told that it is there', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    // The first thing of the tenant's own, and one after it.
    for (const entity of ['deal', 'company']) {
      const caps = [1, 2, 3, 4].map((most) => me.ownershipCaps.create({ entity, most }))
      const settled = await Promise.allSettled(caps)
      const lost = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
      expect(lost).toEqual(Array(3).fill('DUPLICATE'))
    }
  })

  test('A11: an entity that is named twice is searched once', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await me.companies.create({ name: '华东精工' })
    const { items } = await me.search.find({ text: '精工', entities: ['company', 'company'] })
    expect(items).toHaveLength(1)
  })

  test('an amount that is too large is named by its line', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const line = { quantity: Number.MAX_SAFE_INTEGER, unitPrice: Number.MAX_SAFE_INTEGER }
    const order = { companyId, currency: 'CNY', placedAt: '2026-03-01T00:00:00Z', lines: [line] }
    expect(await errorOf(() => me.orders.create(order))).toMatchObject({
      code: 'NUMBER_OUT_OF_RANGE',
      details: { path: 'lines[0].total' },
    })
  })
})
