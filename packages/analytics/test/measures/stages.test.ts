import { createCrm, definePipeline } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { zone } from '../world.ts'

const pipelines = {
  deal: definePipeline({ entity: 'deal', stages: { needs: {}, signed: { type: 'won' }, paid: { type: 'won' } } }),
  renewal: definePipeline({ entity: 'deal', stages: { due: {}, kept: { type: 'won' }, gone: { type: 'lost' } } }),
}

onOne((stage) => {
  test('won and lost are the stages of these types, in all pipelines of the tenant', async () => {
    const { storage, tenant } = stage()
    const clock = testClock('2026-03-16T09:00:00+08:00', zone)
    const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone, pipelines })
    const me = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const { id: companyId } = await me.companies.create({ name: 'Acme' })
    const moved = async (
      pipeline: 'deal' | 'renewal',
      to: 'signed' | 'paid' | 'kept' | 'gone' | undefined,
      amount?: number,
    ) => {
      const money = amount === undefined ? {} : { amount, currency: 'CNY' }
      const { id } = await me.deals.create({ title: 'x', companyId, pipeline, ...money })
      if (to !== undefined) await me.deals.move(id, { to })
    }
    await moved('deal', 'signed', 1)
    await moved('deal', 'paid', 10)
    await moved('deal', undefined, 100)
    await moved('renewal', 'kept', 1000)
    await moved('renewal', 'kept')
    const asked = {
      measures: ['deals.created', 'deals.won', 'deals.wonValue', 'deals.lost'],
      ...{ by: { pipeline: 'pipeline' }, from: '2026-01-01', to: '2026-03-17' },
    }
    const { data, meta } = await me.analytics.query(asked)
    const values = data.rows.map(({ keys, values }) => [
      keys?.pipeline,
      ...Object.values(values).map(({ value }) => value),
    ])
    expect(values).toEqual([
      ['deal', 3, 2, 11, 0],
      ['renewal', 2, 2, 1000, 0],
    ])
    // One that was won for nothing that is known.
    expect(meta.excluded).toEqual({ no_value: 1 })
    await moved('renewal', 'gone', 5)
    expect((await me.analytics.query(asked)).data.totals['deals.lost']).toMatchObject({ value: 1 })
    const lost = { measures: ['deals.lost'], from: '2026-01-01', to: '2026-03-17' }
    const { meta: of } = await me.analytics.query(lost)
    expect(await me.deals.count({ where: (of.records?.where ?? {}) as object })).toBe(1)
  })

  test('where no stage is of the type there is none', async () => {
    const { storage, tenant } = stage()
    const clock = testClock('2026-03-16T09:00:00+08:00', zone)
    const only = { deal: pipelines.deal }
    const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, zone, pipelines: only })
    const me = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const { id: companyId } = await me.companies.create({ name: 'Acme' })
    const { id } = await me.deals.create({ title: 'x', companyId })
    await me.deals.move(id, { to: 'paid' })
    const asked = { measures: ['deals.lost', 'deals.won'], from: '2026-01-01', to: '2026-03-17' }
    expect((await me.analytics.query(asked)).data.totals).toMatchObject({
      'deals.lost': { value: 0, n: 0 },
      'deals.won': { value: 1, n: 1 },
    })
  })
})
