import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { describe, expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { daysBetween } from '../../src/period/days-between.ts'
import { onOne } from '../on-one.ts'
import { pipelineWorld, selling } from './world.ts'

const april = { from: '2026-04-01', to: '2026-05-01' }

describe('days by the clock on the wall', () => {
  const zone = 'America/New_York'
  test('from noon to noon are whole, whatever the clocks did in between', () => {
    expect(daysBetween('2025-03-01T17:00:00Z', '2025-03-31T16:00:00Z', zone)).toBe(30)
    expect(daysBetween(Date.parse('2025-10-31T16:00:00Z'), '2025-11-05T17:00:00Z', zone)).toBe(5)
    expect(daysBetween('2025-03-31T16:00:00Z', '2025-03-01T17:00:00Z', zone)).toBe(-30)
    expect(daysBetween('2025-06-01T00:00:00Z', '2025-06-01T12:00:00Z', zone)).toBe(0.5)
  })

  test('in the hour that comes twice nothing takes less than no time', () => {
    // 1:50, and 1:10 twenty minutes later.
    expect(daysBetween('2025-11-02T05:50:00Z', '2025-11-02T06:10:00Z', zone)).toBe(0)
    expect(daysBetween('2025-11-02T06:10:00Z', '2025-11-02T05:50:00Z', zone)).toBe(-20 / 1440)
  })
})

onOne((stage) => {
  test('a deal that was made in winter and won in summer took whole days, as did the one beside it', async () => {
    const zone = 'America/New_York'
    const clock = testClock('2025-02-01T12:00:00-05:00', zone)
    const { storage, tenant } = stage()
    const options = { pipelines: { deal: selling }, tenancy: 'multi', clock, zone } as const
    const crm = createCrm({ storage, plugins: [analytics()], ...options })
    const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const deal = { title: 'D', companyId, stage: 'quote' } as object
    const winter = await admin.deals.create(deal as never)
    await clock.advance('2025-03-01T12:00:00-05:00')
    const spring = await admin.deals.create(deal as never)
    await clock.advance('2025-03-03T12:00:00-05:00')
    await admin.deals.move(winter.id, { to: 'won' })
    await clock.advance('2025-03-31T12:00:00-04:00')
    await admin.deals.move(spring.id, { to: 'won' })
    const { data } = await admin.analytics.cycle({ from: '2025-03-01', to: '2025-04-01' })
    expect(data.won).toEqual({ n: 2, median: 30, mean: 30, p90: 30, max: 30 })
    const life = await admin.analytics.survival({ days: [29.99, 30] })
    expect(life.data.at.map(({ survival }) => survival)).toEqual([1, 0])
    const { stages } = (await admin.analytics.stageDurations({})).data
    expect(stages[2]).toMatchObject({ stage: 'quote', median: 30, medianInterval: [null, null] })
  })

  test('of a period that is over nothing is expected any more: what is open then is overdue', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-04-02')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const deal = { title: 'D', companyId, currency: 'CNY', stage: 'quote' as never }
    const { id } = await admin.deals.create({ ...deal, amount: 30_000, expectedAt: '2026-04-20' })
    await admin.deals.create({ ...deal, amount: 100_000, expectedAt: '2026-04-20' })
    await admin.deals.move(id, { to: 'won' as never })
    await clock.advance('2026-05-15T12:00:00+08:00')
    const { data, meta } = await admin.analytics.revenueEstimate(april)
    expect(data).toMatchObject({ won: 30_000, openAmount: 0, weightedOpen: 0, total: 30_000 })
    expect(meta.excluded).toEqual({ overdue: 1 })
    // On its last day it is not over; and who asks for all that is open is told of it.
    const last = await admin.analytics.revenueEstimate({ ...april, asOf: '2026-04-30T12:00:00+08:00' })
    expect(last.data.total).toBe(110_000)
    expect(last.meta.warnings).toContainEqual({ code: 'as_of_now', fields: ['expectedAt'] })
    expect((await admin.analytics.revenueEstimate({ ...april, open: 'all' })).data.total).toBe(110_000)
  })

  test('a deal that is in another pipeline now was in this one then', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-04-01', { ...selling, editable: true })
    const define = (name: string) =>
      admin.pipelines.define({ entity: 'deal', name, stages: { a: {}, won: { type: 'won' } } })
    await define('old')
    await define('next')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    await admin.deals.create({ title: 'D', companyId, pipeline: 'old' })
    await clock.advance('2026-04-10T12:00:00+08:00')
    await admin.pipelines.remove({ name: 'old', into: 'next', mapping: { a: 'a', won: 'won' } })
    await define('old')
    await clock.advance('2026-04-20T12:00:00+08:00')
    const entered = async (pipeline: string, asOf?: string) =>
      (await admin.analytics.funnel({ ...april, pipeline, asOf })).data.reached[0]
    expect([await entered('old', '2026-04-05'), await entered('next', '2026-04-05')]).toEqual([1, 0])
    expect([await entered('old'), await entered('next')]).toEqual([0, 1])
  })

  test('by the team of the owner', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-04-01')
    const { id: teamId } = await admin.teams.create({ name: 'East' })
    for (const [userId, more] of [
      ['u_a', { teamId }],
      ['u_b', { teamId }],
      ['u_c', {}],
    ] as const)
      await admin.members.create({ userId, name: userId, ...more })
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    for (const ownerId of ['u_a', 'u_b', 'u_c', 'u_d'])
      await admin.deals.create({ title: 'D', companyId, ownerId, stage: 'won' as never })
    await clock.advance('P1D')
    const { data, meta } = await admin.analytics.winRate({ ...april, by: 'team' })
    expect(data.groups?.map(({ key, won }) => [key, won])).toEqual([
      [teamId, 2],
      [null, 2],
    ])
    expect(meta.warnings).toContainEqual({ code: 'team_unknown', count: 2 })
  })
})
