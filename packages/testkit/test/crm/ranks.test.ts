import { CrmError, definePipeline, definePlugin } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

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

  test('rank 12: hooks run before and after, in the order of their plugins, and each may veto', async () => {
    const heard: string[] = []
    const listening = (id: string, dependsOn: readonly string[] = []) =>
      definePlugin({
        id,
        version: '1.0.0',
        dependsOn,
        hooks: {
          company: {
            beforeWrite(changes) {
              for (const { action, input, set } of changes) {
                heard.push(`${id} before ${action} ${String(input.name)}`)
                if (input.name === `not ${id}`) throw new CrmError('FORBIDDEN', { hint: `${id} says no.` })
                if (action === 'create') set({ name: `${String(input.name)}+${id}` })
              }
            },
            afterWrite(changes) {
              for (const { action, after } of changes) heard.push(`${id} after ${action} ${String(after.name)}`)
            },
          },
        },
      })
    const storage = await make()
    // The first one needs the second, which therefore comes before it.
    const { crm } = await testCrm({ storage, plugins: [listening('one', ['two']), listening('two')] })
    const me = crm.as(admin)
    expect(await me.companies.create({ name: 'x' })).toMatchObject({ name: 'x+two+one' })
    expect(heard.splice(0)).toEqual([
      'two before create x',
      'one before create x+two',
      'two after create x+two+one',
      'one after create x+two+one',
    ])
    expect(await errorOf(() => me.companies.create({ name: 'not two' }))).toMatchObject({ hint: 'two says no.' })
    expect(heard).toEqual(['two before create not two'])
    expect(await me.companies.count()).toBe(1)
    expect(await rowsOf(storage, 'audit')).toHaveLength(1)
  })

  test('rank 19: the audit is data: who, when, why, which field, from what, to what', async () => {
    const storage = await make()
    const { crm, clock } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'A', ownerId: 'u_a' })
    await clock.advance('P1D')
    await me.companies.update(id, { name: 'B', city: '上海' }, { reason: 'moved' })
    await crm.as({ user: 'u_a', roles: ['sales'] }).companies.update(id, { size: 5 })
    expect(await codeOf(() => crm.as({ user: 'u_b', roles: ['sales'] }).companies.update(id, { size: 6 }))).toBe(
      'NOT_FOUND',
    )
    const changes = { name: ['A', 'B'], city: [null, '上海'] }
    const moved = { at: '2026-03-17T01:00:00.000Z', actor: 'u_adm', reason: 'moved', action: 'update', changes }
    expect((await me.companies.story(id)).slice(1)).toMatchObject([
      { ...moved, operation: 'companies.update', version: 2 },
      { actor: 'u_a', reason: null, action: 'update', version: 3, changes: { size: [null, 5] } },
    ])
    const rows = await rowsOf(storage, 'audit')
    expect(rows.filter((row) => row.entity === 'company' && row.recordId === id)).toHaveLength(3)
  })
})
