import { definePipeline } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const hour = 3_600_000

onBoth((make) => {
  test('rank 5: a stage asks for fields, allows some moves, and its guards must agree', async () => {
    const deal = definePipeline({
      entity: 'deal',
      stages: { needs: {}, quote: { require: ['amount'] }, won: { type: 'won' } },
      transitions: { needs: ['quote'], quote: ['needs', 'won'] },
      guards: {
        worthIt: { to: ['quote'], where: { amount: { gte: 1_000 } } },
        approved: { to: ['won'], allow: ({ actor }) => actor.user === 'u_boss' },
      },
    })
    const { crm } = await testCrm({ storage: await make(), pipelines: { deal } })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.deals.create({ companyId, title: 'x', currency: 'CNY' })
    expect(await errorOf(() => me.deals.move(id, { to: 'won' }))).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
      details: { from: 'needs', allowed: ['quote'] },
    })
    expect(await errorOf(() => me.deals.move(id, { to: 'quote' }))).toMatchObject({
      code: 'INVALID',
      details: { path: 'set.amount', reason: 'required' },
    })
    const small = { to: 'quote', set: { amount: 999 } } as const
    expect(await errorOf(() => me.deals.move(id, small))).toMatchObject({
      code: 'GUARD_REFUSED',
      details: { guard: 'worthIt' },
    })
    expect((await me.deals.move(id, small, { dryRun: true })).missing.map(({ code }) => code)).toEqual([
      'GUARD_REFUSED',
    ])
    await me.deals.move(id, { to: 'quote', set: { amount: 1_000 } })
    expect(await codeOf(() => me.deals.move(id, { to: 'won' }))).toBe('GUARD_REFUSED')
    const boss = crm.as({ user: 'u_boss', roles: ['admin'] })
    expect(await boss.deals.move(id, { to: 'won' })).toMatchObject({ stage: 'won' })
  })

  test('rank 6: every stay has its length, and what the deal was worth in it', async () => {
    const { crm, clock } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.deals.create({ companyId, title: 'x', amount: 10, currency: 'CNY' })
    await clock.advance('PT2H')
    await me.deals.move(id, { to: 'proposal', set: { amount: 20 } })
    await clock.advance('PT3H')
    await me.deals.move(id, { to: 'won' })
    const stays = await me.deals.history(id)
    expect(stays.map(({ stage, duration, amount }) => [stage, duration, amount])).toEqual([
      ['qualified', 2 * hour, 10],
      ['proposal', 3 * hour, 20],
      ['won', 0, 20],
    ])
  })

  test('rank 9: an external key is written once, whoever else writes it and in whatever batch', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const record = (name: string) => ({ name, externalId: 'erp-1' })
    const many = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => me.companies.upsert({ by: 'externalId', record: record(name) })),
    )
    expect(many.filter(({ created }) => created)).toHaveLength(1)
    expect(await codeOf(() => me.companies.createMany([{ name: 'fresh' }, record('e')]))).toBe('DUPLICATE')
    expect(await me.companies.count()).toBe(1)
  })

  test('rank 10: the bin blocks no key, and a restore refuses to clash', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const first = await me.companies.create({ name: 'a', externalId: 'k' })
    await me.companies.delete(first.id)
    const second = await me.companies.create({ name: 'b', externalId: 'k' })
    expect(await errorOf(() => me.companies.restore(first.id))).toMatchObject({
      code: 'DUPLICATE',
      details: { id: second.id },
    })
    await me.companies.delete(second.id)
    expect(await me.companies.restore(first.id)).toMatchObject({ deletedAt: null })
  })

  test('rank 17: a day stays the day that was given, however far the zone is', async () => {
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
      const { crm } = await testCrm({ storage: await make(), zone })
      const me = crm.as(admin)
      const { id: companyId } = await me.companies.create({ name: 'x' })
      const { id } = await me.deals.create({ companyId, title: 'x', expectedAt: '2026-03-01' })
      expect((await me.deals.get(id)).expectedAt).toBe('2026-03-01')
      const months = await me.deals.aggregate({
        groupBy: { month: { field: 'expectedAt', bucket: 'month' } },
        measures: { n: { fn: 'count' } },
      })
      expect(months).toEqual([{ month: '2026-03-01', n: 1 }])
    }
  })

  test('rank 18: of two writers from one version one is refused; a call that comes twice is one', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'a' })
    const write = (name: string) =>
      me.companies.update(id, { name }, { ifVersion: 1 }).then(
        () => 'ok',
        (error: unknown) => String((error as { readonly code?: unknown }).code),
      )
    expect((await Promise.all([write('b'), write('c')])).toSorted()).toEqual(['VERSION_CONFLICT', 'ok'])
    const once = () => me.companies.create({ name: 'd' }, { idempotencyKey: 'phone-7' })
    const [one, two] = [await once(), await once()]
    expect(two).toEqual(one)
    expect(await me.companies.count({ where: { name: 'd' } })).toBe(1)
  })
})
