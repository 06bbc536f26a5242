import { createCrm, type Grant, type Role } from '@guanxi/core'
import { expect, test, vi } from 'vitest'
import { phones } from '../../../phone/src/index.ts'
import { watch } from '../../../testkit/test/watch.ts'
import { tickets } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { desk } from './desk.ts'

onOne((stage) => {
  /** 王芳, with seven of everything. */
  async function counter() {
    const here = stage()
    const there = { ...desk(here), storage: here.storage }
    const { admin, clock } = there
    const { id: contactId } = await admin.contacts.create({ name: '王芳', phone: '138 0013 8000' })
    const ids = { tickets: [] as string[], orders: [] as string[], activities: [] as string[] }
    for (let i = 0; i < 7; i++) {
      const { id } = await admin.tickets.create({ subject: `第${i}张`, contactId, ownerId: 'u_a' })
      if (i > 0) await admin.tickets.solve(id, {})
      const placedAt = `2026-0${i + 1}-01T00:00:00Z`
      const order = await admin.orders.create({ contactId, currency: 'CNY', total: i, placedAt })
      const activity = await admin.activities.create({ kind: 'chat', contactId, at: placedAt, subject: `${i}` })
      ids.tickets.unshift(id)
      ids.orders.unshift(order.id)
      ids.activities.unshift(activity.id)
      await clock.advance('PT1M')
    }
    return { ...there, contactId, ids }
  }
  const idsOf = (rows: readonly { readonly id: string }[] | undefined) => rows?.map(({ id }) => id)

  test('T28, A12: who calls, with what is open, the last five of all, and the calls before this one', async () => {
    const { agent, clock, contactId, ids } = await counter()
    const pop = await agent.inbound.call({ callId: 'c1', number: '138 0013 8000', region: 'CN' })
    expect(pop).toMatchObject({ number: '+8613800138000', e164: '+8613800138000', deduped: false, calls: [] })
    const [match, ...others] = pop.matches
    expect(others).toEqual([])
    expect(match).toMatchObject({ contact: { id: contactId, name: '王芳' }, company: null })
    expect(idsOf(match?.openTickets)).toEqual([ids.tickets[6]])
    expect(idsOf(match?.recentTickets)).toEqual(ids.tickets.slice(0, 5))
    expect(idsOf(match?.recentOrders)).toEqual(ids.orders.slice(0, 5))
    expect(idsOf(match?.recentActivities)).toEqual(ids.activities.slice(0, 5))
    await clock.advance('PT1M')
    const again = await agent.inbound.call({ callId: 'c1', number: '13800138000', state: 'ended', duration: 60 })
    expect(again).toMatchObject({ deduped: true, calls: [], matches: [{ contact: { id: contactId } }] })
    await agent.inbound.call({ callId: 'c1', number: '13800138000', state: 'answered' }) // said late
    const { items: calls } = await agent.calls.list({})
    const line = { callId: 'c1', number: '+8613800138000', shown: '138 0013 8000', contactId }
    expect(calls).toMatchObject([
      { ...line, direction: 'in', state: 'ended', duration: 60, at: '2026-06-01T04:07:00.000Z' },
    ])
    const next = await agent.inbound.pop({ number: '0086-138-0013-8000' })
    expect(next.calls).toMatchObject([{ callId: 'c1' }])
    expect(idsOf(next.matches[0]?.recentOrders)).toEqual(ids.orders.slice(0, 5))
    const { items: timeline } = await agent.contacts.timeline(contactId, { entities: ['call'] })
    expect(timeline).toMatchObject([{ entity: 'call', at: '2026-06-01T04:07:00.000Z' }])
  })

  test('T28, A12: an unknown number matches nobody and makes nobody, and is logged once, also when it is said at once', async () => {
    const { agent, admin } = desk(stage())
    const call = { callId: 'c1', number: '139 0000 0000' }
    const answers = await Promise.all([1, 2, 3].map(() => agent.inbound.call(call)))
    expect(answers.map(({ deduped }) => deduped).sort()).toEqual([false, true, true])
    for (const { matches } of answers) expect(matches).toEqual([])
    await admin.contacts.create({ name: 'hidden', phone: 'anonymous' })
    expect(await agent.inbound.call({ callId: 'c2', number: 'anonymous' })).toMatchObject({ matches: [], e164: null })
    expect(await agent.calls.list({ orderBy: { callId: 'asc' } })).toMatchObject({
      items: [
        { callId: 'c1', number: '+8613900000000', contactId: null },
        { callId: 'c2', contactId: null },
      ],
    })
    expect(await admin.contacts.count({})).toBe(1)
    expect((await agent.inbound.pop({ number: '+86 139 0000 0000' })).calls).toMatchObject([{ callId: 'c1' }])
  })

  test('a number of a company’s, and one of several people, whom the call is then not attached to', async () => {
    const { agent, admin, contactId } = await counter()
    const { id: companyId } = await admin.companies.create({ name: '精工', points: ['021 5566 7788'] })
    const { id: ticketId } = await admin.tickets.create({ subject: '停机', companyId })
    const { matches } = await agent.inbound.call({ callId: 'c1', number: '+86 21 5566 7788' })
    expect(matches).toMatchObject([{ contact: null, company: { id: companyId }, openTickets: [{ id: ticketId }] }])
    const { id: other } = await admin.contacts.create({ name: '王明', points: ['13800138000'] })
    const both = await agent.inbound.call({ callId: 'c2', number: '13800138000' })
    expect(both.matches.map(({ contact }) => contact?.id).sort()).toEqual([contactId, other].sort())
    expect((await agent.calls.list({ where: { callId: 'c2' } })).items).toMatchObject([{ contactId: null }])
  })

  test('whoever may not read orders is shown none, and a stranger to customers nobody', async () => {
    const { tenant, contactId, storage } = await counter()
    const all: Grant = { scope: 'all' }
    const roles: Record<string, Role> = {
      orderless: { grants: { '*': all, order: { ...all, can: [] } }, operations: ['inbound.pop'] },
      stranger: { grants: { '*': all, contact: { scope: 'own' } }, operations: ['inbound.pop'] },
    }
    const parts = {
      storage,
      plugins: [tickets()],
      tenancy: 'multi',
      phones: phones({ region: 'CN' }),
    } as const
    const crm = createCrm({ ...parts, roles })
    const pop = async (role: string) => {
      const { matches } = await crm.as({ tenant, user: 'u_s', roles: [role] }).inbound.pop({ number: '13800138000' })
      return matches.map(({ contact, recentTickets, recentOrders }) => [
        ...[contact?.id, recentTickets.length, recentOrders.length],
      ])
    }
    expect([await pop('orderless'), await pop('stranger')]).toEqual([[[contactId, 5, 0]], []])
  })

  test('it costs the same statements however much there is', async () => {
    const { agent, admin, contactId, storage } = await counter()
    const counted = async (callId: string) => {
      const seen = watch(storage)
      await agent.inbound.call({ callId, number: '138 0013 8000' })
      vi.restoreAllMocks()
      return [...seen]
    }
    const few = await counted('c1')
    await admin.orders.createMany(
      Array.from({ length: 50 }, (_, i) => ({
        contactId,
        currency: 'CNY',
        total: i,
        placedAt: '2026-06-01T00:00:00Z',
      })),
    )
    await admin.tickets.createMany(Array.from({ length: 50 }, (_, i) => ({ subject: `${i}`, contactId })))
    expect(await counted('c2')).toEqual(few)
    expect(few.filter((one) => one.startsWith('tx select')).length).toBeLessThanOrEqual(14)
  })
})
