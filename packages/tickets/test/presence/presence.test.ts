import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test, vi } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import { watch } from '../../../testkit/test/watch.ts'
import { tickets } from '../../src/index.ts'
import { onOne } from '../on-one.ts'

onOne((stage) => {
  test('T26: who else is at a ticket, and for how long; what somebody writes outlives what others do', async () => {
    const clock = testClock('2026-06-01T01:00:00Z')
    const { storage, tenant } = stage()
    const crm = createCrm({ tenancy: 'multi', storage, plugins: [tickets()], clock })
    const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const [a, b] = ['u_a', 'u_b'].map((user) => crm.as({ tenant, user, roles: ['agent'] }))
    if (a === undefined || b === undefined) throw new TypeError('there is nobody')
    const { id: contactId } = await admin.contacts.create({ name: '王芳' })
    const opened = async () =>
      (await a.tickets.open({ ticket: { subject: '物流延误', contactId }, message: { body: '货还没到' } })).id
    const [id, other] = [await opened(), await opened()]
    const { version } = await a.tickets.get(id)

    // Presence: B is there for half a minute, and longer if he says so again.
    expect(await a.tickets.presence(id, { mode: 'viewing' })).toEqual([])
    expect(await b.tickets.presence(id, { mode: 'replying' })).toMatchObject([{ userId: 'u_a', mode: 'viewing' }])
    const since = '2026-06-01T01:00:00.000Z'
    expect(await a.tickets.present(id, {})).toEqual([
      { userId: 'u_b', mode: 'replying', since, until: '2026-06-01T01:00:30.000Z' },
    ])
    expect(await a.tickets.present(other, {})).toEqual([])
    await clock.advance('PT29S')
    expect(await a.tickets.presence(id, { mode: 'viewing' })).toHaveLength(1)
    await b.tickets.presence(id, { mode: 'viewing' })
    await clock.advance('PT29S')
    expect(await a.tickets.present(id, {})).toMatchObject([
      { userId: 'u_b', mode: 'viewing', since, until: '2026-06-01T01:00:59.000Z' },
    ])
    await clock.advance('PT1S')
    expect(await a.tickets.present(id, {})).toEqual([])
    await b.tickets.presence(id, { mode: 'replying', ttl: 300 })
    await b.tickets.presence(other, { mode: 'viewing' })
    await clock.advance('PT299S')
    expect(await a.tickets.presence(id, { mode: 'viewing' })).toMatchObject([{ userId: 'u_b', mode: 'replying' }])
    await b.tickets.presence(id, { mode: 'gone' })
    expect(await a.tickets.present(id, {})).toEqual([])
    // Nothing piles up: what was over went with the next word of him or about the ticket.
    const rows = async (ticketId: string) =>
      (await admin.tickets.get(ticketId, { include: { presences: true } })).presences.map(({ userId }) => userId)
    expect([await rows(id), await rows(other)]).toEqual([['u_a'], []])
    // It is no change of the ticket, and no row of the audit.
    expect((await a.tickets.get(id)).version).toBe(version)
    const { items } = await admin.audit.list({ where: { operation: 'tickets.presence' } })
    expect(items).toEqual([])

    // Drafts: the customer's word comes between, the answer is refused, and what A wrote is still there.
    const { items: read } = await a.ticketMessages.list({ where: { ticketId: id } })
    const after = read[0]?.id ?? ''
    await a.tickets.draft(id, { body: '您好，正在', after })
    await a.tickets.draft(id, { body: '您好，正在查询' })
    expect(await b.tickets.drafted(id, {})).toBeNull()
    const { message } = await crm.asSystem({ tenant, reason: 'inbound' }).tickets.receive(id, { body: '急!' })
    expect(await codeOf(() => a.tickets.reply(id, { body: '您好，正在查询', after }))).toBe('STALE_TICKET')
    for (const who of [a, b]) await who.tickets.note(id, { body: '我也在看' })
    await b.tickets.assign(id, { ownerId: 'u_b' })
    expect(await a.tickets.drafted(id, {})).toMatchObject({ body: '您好，正在查询', after })
    await b.tickets.draft(id, { body: '别的' })
    // What others write is theirs, by whichever way one looks.
    const { drafts } = await b.tickets.get(id, { include: { drafts: true } })
    expect(drafts.map(({ userId }) => userId)).toEqual(['u_b'])
    const newest = (await a.ticketMessages.list({ where: { ticketId: id }, orderBy: { id: 'desc' }, limit: 1 }))
      .items[0]
    expect(newest?.id).not.toBe(message.id)
    await a.tickets.reply(id, { body: '您好，正在查询', after: newest?.id })
    expect(await a.tickets.drafted(id, {})).toBeNull()
    expect(await b.tickets.drafted(id, {})).toMatchObject({ body: '别的' })
    expect(await b.tickets.draft(id, { body: '' })).toBeNull()
    expect(await b.tickets.drafted(id, {})).toBeNull()
    // Who may not read the ticket is told of nobody.
    const stranger = crm.as({ tenant, user: 'u_x', roles: ['sales'] })
    expect(await codeOf(() => stranger.tickets.presence(id, { mode: 'viewing' }))).toBe('FORBIDDEN')
  })

  test('a word costs as much among many as among few', async () => {
    const { storage, tenant } = stage()
    const crm = createCrm({ tenancy: 'multi', storage, plugins: [tickets()], clock: testClock('2026-06-01T01:00:00Z') })
    const agent = (user: number) => crm.as({ tenant, user: `u_${user}`, roles: ['agent'] })
    const { id: contactId } = await agent(0).contacts.create({ name: '王芳' })
    const { id } = await agent(0).tickets.create({ subject: 'x', contactId })
    const costs: string[][] = []
    for (let user = 0; user < 15; user++) {
      const seen = watch(storage)
      await agent(user).tickets.presence(id, { mode: 'viewing' })
      vi.restoreAllMocks()
      costs.push([...seen])
    }
    expect(costs.at(-1)).toEqual(costs[1])
    expect(costs[1]?.length).toBeLessThanOrEqual(6)
  })

  test('many at one ticket at once: each is there once', async () => {
    const { storage, tenant } = stage()
    const crm = createCrm({
      tenancy: 'multi',
      storage,
      plugins: [tickets()],
      clock: testClock('2026-06-01T01:00:00Z'),
    })
    const { id: contactId } = await crm.as({ tenant, user: 'u_0', roles: ['admin'] }).contacts.create({ name: '王芳' })
    const agents = Array.from({ length: 6 }, (_, n) => crm.as({ tenant, user: `u_${n}`, roles: ['agent'] }))
    const id = (await agents[0]?.tickets.open({ ticket: { subject: 'x', contactId } }))?.id ?? ''
    await Promise.all([...agents, ...agents, ...agents].map((agent) => agent.tickets.presence(id, { mode: 'viewing' })))
    const others = await crm.as({ tenant, user: 'u_9', roles: ['agent'] }).tickets.present(id, {})
    expect(others.map(({ userId }) => userId)).toEqual(['u_0', 'u_1', 'u_2', 'u_3', 'u_4', 'u_5'])
  })
})
