import { createCrm, definePipeline } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const rep = (user: string) => ({ user, roles: ['sales'] })

/** What comes later does not spoil what is there. */
onBoth((make) => {
  test('A18: a field that a stage asks for since stops neither other changes nor a handover', async () => {
    const stages = { needs: {}, won: { type: 'won' } } as const
    const deal = definePipeline({ entity: 'deal', stages, editable: true })
    const { crm } = await testCrm({ storage: await make(), pipelines: { deal } })
    const system = crm.asSystem({ reason: 'set up' })
    for (const userId of ['u_a', 'u_b']) await system.members.create({ userId, name: userId })
    const a = crm.as(rep('u_a'))
    const { id: companyId } = await a.companies.create({ name: 'x' })
    const { id } = await a.deals.create({ title: 'x', companyId })
    const priced = { ...stages, needs: { require: ['amount'] } }
    await crm.as(admin).pipelines.edit({ name: 'deal', stages: priced })
    expect(await codeOf(() => a.deals.create({ title: 'y', companyId }))).toBe('INVALID')
    expect(await a.deals.update(id, { title: 'z' })).toMatchObject({ title: 'z', amount: null })
    await a.deals.update(id, { amount: 5, currency: 'CNY' })
    expect(await errorOf(() => a.deals.update(id, { amount: null }))).toMatchObject({
      code: 'INVALID',
      details: { path: 'amount', reason: 'required' },
    })
    await a.deals.createMany([{ title: 'a', companyId, amount: 1, currency: 'CNY' }])
    await crm.as(admin).pipelines.edit({ name: 'deal', stages: { ...stages, needs: { require: ['expectedAt'] } } })
    expect(await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' })).toEqual({
      customers: 1,
      deals: 2,
      tasks: 0,
    })
  })

  test('P1: a closed record from which a required reason was erased can still be changed', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'asked' })
    const { id: contactId } = await system.contacts.create({ name: 'x' })
    const deal = await system.deals.create({ title: 'x', contactId })
    await system.deals.move(deal.id, { to: 'lost', set: { lostReason: 'his wife is ill' } })
    await system.contacts.eraseSubject(contactId, {})
    expect(await system.deals.update(deal.id, { ownerId: 'u_b' })).toMatchObject({ ownerId: 'u_b', lostReason: null })
    const lead = await system.leads.create({ name: 'x', stage: 'disqualified', disqualifiedReason: 'ill' })
    await system.leads.eraseSubject(lead.id, {})
    expect(await system.leads.update(lead.id, { ownerId: 'u_b' })).toMatchObject({ ownerId: 'u_b' })
  })

  test('P1: a lead that is erased while it is converted leaves nothing of himself in the customer', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'asked' })
    for (let round = 0; round < 6; round++) {
      const { id } = await system.leads.create({ name: 'Wang Fang', email: `w${round}@x.cn`, need: '300 parts' })
      await Promise.all([system.leads.convert(id, {}), system.leads.eraseSubject(id, {})])
    }
    const { items } = await system.contacts.list()
    expect(items.map(({ name, email }) => [name, email])).toEqual(Array(6).fill(['[erased]', null]))
    expect(await system.deals.count({ where: { title: { contains: 'parts' } } })).toBe(0)
    expect(await system.deals.count({ where: { title: { contains: 'Wang' } } })).toBe(0)
  })

  test('A18: who came back is out again when his new record goes, in every process', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const system = crm.asSystem({ reason: 'set up' })
    const first = await system.members.create({ userId: 'u_a', name: 'a' })
    await system.members.create({ userId: 'u_b', name: 'b' })
    await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' })
    await system.members.delete(first.id)
    const second = await system.members.create({ userId: 'u_a', name: 'a again' })
    const other = createCrm({ storage })
    const everywhere = async () => {
      const codes: string[] = []
      for (const process of [crm, other])
        codes.push(
          await process
            .as(rep('u_a'))
            .companies.create({ name: 'x' })
            .then(
              () => 'ok',
              (error: unknown) => String((error as { readonly code?: unknown }).code),
            ),
        )
      return codes
    }
    expect(await everywhere()).toEqual(['ok', 'ok'])
    await system.members.delete(second.id)
    expect(await everywhere()).toEqual(['FORBIDDEN', 'FORBIDDEN'])
    expect(await codeOf(() => system.members.delete(second.id))).toBe('NOT_FOUND')
    await system.members.restore(second.id)
    expect(await everywhere()).toEqual(['ok', 'ok'])
    expect(await codeOf(() => system.members.restore(first.id))).toBe('DUPLICATE')
  })

  test('A18: what somebody who has left still has is found, and handed over by the same call again', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'set up' })
    for (const userId of ['u_a', 'u_b']) await system.members.create({ userId, name: userId })
    await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' })
    const { id: companyId } = await system.companies.create({ name: 'late', ownerId: 'u_a' })
    const won = { title: 'won', companyId, stage: 'won', ownerId: 'u_a' } as const
    await system.deals.create(won)
    await system.orders.create({ companyId, ownerId: 'u_a', currency: 'CNY', placedAt: '2026-03-01T00:00:00Z' })
    const { findings } = await crm.check()
    expect(findings).toMatchObject([
      {
        code: 'owner_left',
        severity: 'warning',
        entity: 'company',
        count: 1,
        problem: '1 open companies belong to members who have left: u_a.',
      },
    ])
    expect(await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' })).toEqual({
      customers: 1,
      deals: 0,
      tasks: 0,
    })
    expect(await crm.check()).toEqual({ findings: [] })
  })

  test('a move keeps why it was made', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.deals.create({ title: 'x', companyId })
    await me.deals.move(id, { to: 'proposal', note: '客户要报价' })
    await me.deals.move(id, { to: 'negotiation', note: 'not this' }, { reason: 'but this' })
    expect((await me.deals.story(id)).map(({ action, reason }) => [action, reason])).toEqual([
      ['create', null],
      ['move', '客户要报价'],
      ['move', 'but this'],
    ])
    for (const note of ['', 'x'.repeat(256), '\ud800'])
      expect(await errorOf(() => me.deals.move(id, { to: 'won', note }))).toMatchObject({
        code: 'INVALID',
        details: { path: 'note' },
      })
  })
})
