import { createCrm, isCrmError } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test, vi } from 'vitest'
import { codeOf } from '../../testkit/test/both.ts'
import { watch } from '../../testkit/test/watch.ts'
import { tickets } from '../src/index.ts'
import { onBoth } from './both.ts'

onBoth((make) => {
  async function desk(now = '2026-06-01T01:00:00Z') {
    const clock = testClock(now)
    const storage = await make()
    const crm = createCrm({ storage, plugins: [tickets()], clock, zone: 'Asia/Shanghai' })
    await crm.migrate()
    const admin = crm.as({ user: 'u_adm', roles: ['admin'] })
    const { id: contactId } = await admin.contacts.create({ name: '王芳', email: 'wang@example.com' })
    const agent = crm.as({ user: 'u_a', roles: ['agent'] })
    const system = crm.asSystem({ reason: 'inbound' })
    const opened = (subject = '物流延误') =>
      agent.tickets.open({ ticket: { subject, contactId }, message: { body: '货还没到' } })
    return { storage, crm, clock, admin, agent, system, contactId, opened }
  }

  test('T14: new is open once somebody has it, and does not become new again', async () => {
    const { agent, opened } = await desk()
    const ticket = await opened()
    expect(ticket).toMatchObject({ number: 1, stage: 'new', ownerId: null })
    expect(await agent.tickets.assign(ticket.id, { ownerId: 'u_a' })).toMatchObject({ ownerId: 'u_a' })
    expect(await agent.tickets.get(ticket.id)).toMatchObject({ stage: 'open' })
    // @ts-expect-error nothing goes back to new; who gets past the types is refused
    expect(await codeOf(() => agent.tickets.move(ticket.id, { to: 'new' as 'open' } as { to: 'new' }))).toBe(
      'TRANSITION_NOT_ALLOWED',
    )
  })

  test('T14: somebody must have what people solve; the system may solve what nobody has', async () => {
    const { agent, system, opened } = await desk()
    const [one, other] = [await opened(), await opened()]
    expect(await codeOf(() => agent.tickets.solve(one.id, {}))).toBe('TRANSITION_NOT_ALLOWED')
    expect(await system.tickets.solve(other.id, { resolution: '自动恢复' })).toMatchObject({ stage: 'solved' })
    await agent.tickets.assign(one.id, { ownerId: 'u_a' })
    expect(await agent.tickets.solve(one.id, { resolution: '已补发' })).toMatchObject({
      stage: 'solved',
      solvedAt: '2026-06-01T01:00:00.000Z',
    })
  })

  test('T14: what the customer says opens what waits, is on hold or was solved; his automatic mail opens nothing', async () => {
    const { agent, system, opened } = await desk()
    const { id } = await opened()
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    for (const stage of ['pending', 'hold', 'solved'] as const) {
      await agent.tickets.move(id, { to: stage })
      await system.tickets.receive(id, { body: 'I am away', automatic: true })
      expect((await agent.tickets.get(id)).stage).toBe(stage)
      expect((await system.tickets.receive(id, { body: '还没到' })).ticket).toMatchObject({ id, stage: 'open' })
    }
    expect((await agent.tickets.get(id)).reopened).toBe(1)
  })

  test('T14: solved is closed after 28 days, and then is over: what comes is a follow-up', async () => {
    const { crm, clock, agent, system, opened } = await desk()
    const { id } = await opened()
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    await agent.tickets.solve(id, {})
    await clock.advance('P10D')
    await crm.tick()
    await system.tickets.receive(id, { body: '还没到' })
    await agent.tickets.solve(id, {})
    await clock.advance('P27D')
    await crm.tick()
    expect((await agent.tickets.get(id)).stage).toBe('solved')
    await clock.advance('P1D')
    await crm.tick()
    const closed = await agent.tickets.get(id)
    expect(closed).toMatchObject({ stage: 'closed', closedAt: '2026-07-09T01:00:00.000Z' })
    expect(await codeOf(() => agent.tickets.move(id, { to: 'open' }))).toBe('TRANSITION_NOT_ALLOWED')
    const { ticket } = await system.tickets.receive(id, { body: '又坏了' })
    expect(ticket).toMatchObject({ number: 2, stage: 'new', followsId: id })
    expect(await agent.tickets.get(id)).toEqual(closed)
    const { items } = await agent.ticketLinks.list({ where: { toId: id } })
    expect(items).toMatchObject([{ fromId: ticket.id, kind: 'follow_up' }])
  })

  test('T21: what is said to a merged ticket goes to the one that goes on, however long the way', async () => {
    const { agent, system, opened } = await desk()
    const [a, b, c] = [await opened('a'), await opened('b'), await opened('c')]
    await agent.tickets.merge(c.id, { into: b.id })
    expect(await agent.tickets.merge(b.id, { into: a.id })).toMatchObject({ id: a.id, number: 1 })
    expect(await agent.tickets.get(c.id)).toMatchObject({ stage: 'closed', mergedIntoId: a.id })
    const { ticket, message } = await system.tickets.receive(c.id, { body: 'still' })
    expect([ticket.id, message.ticketId]).toEqual([a.id, a.id])
    expect(await codeOf(() => agent.tickets.merge(a.id, { into: b.id }))).toBe('MERGE_CYCLE')
    expect(await codeOf(() => agent.tickets.merge(a.id, { into: a.id }))).toBe('MERGE_CYCLE')
    const d = await opened('d')
    expect(await codeOf(() => agent.tickets.merge(d.id, { into: b.id }))).toBe('TICKET_MERGED')
  })

  test('T26: who has not read the newest message is told of it, and may send again', async () => {
    const { agent, system, opened } = await desk()
    const { id } = await opened()
    const { items } = await agent.ticketMessages.list({ where: { ticketId: id } })
    const { version } = await agent.tickets.get(id)
    const { message } = await system.tickets.receive(id, { body: '急!' })
    expect((await agent.tickets.get(id)).version).toBeGreaterThan(version)
    const late = agent.tickets.reply(id, { body: '请稍候', after: items[0]?.id })
    const error = await late.catch((reason: unknown) => reason)
    expect(isCrmError(error, 'STALE_TICKET') && error.details).toMatchObject({ messageId: message.id, body: '急!' })
    const sent = await agent.tickets.reply(id, { body: '马上处理', after: message.id, stage: 'pending' })
    expect(sent).toMatchObject({ direction: 'out', userId: 'u_a', automatic: false })
    expect(await agent.tickets.get(id)).toMatchObject({
      stage: 'pending',
      firstRepliedAt: '2026-06-01T01:00:00.000Z',
      waitingSince: null,
    })
  })

  test('T33: some messages become a ticket of their own', async () => {
    const { agent, system, opened } = await desk()
    const { id } = await opened()
    const more = ['二', '三', '四', '五']
    const ids: string[] = []
    for (const body of more) ids.push((await system.tickets.receive(id, { body })).message.id)
    const made = await agent.tickets.split(id, { messages: [ids[1] ?? '', ids[3] ?? ''], subject: '发票' })
    const bodies = async (ticketId: string) =>
      (await agent.ticketMessages.list({ where: { ticketId }, orderBy: { id: 'asc' } })).items.map(({ body }) => body)
    expect(await bodies(made.id)).toEqual(['三', '五'])
    expect(await bodies(id)).toEqual(['货还没到', '二', '四'])
    expect((await agent.ticketLinks.list({ where: { fromId: made.id } })).items).toMatchObject([
      { toId: id, kind: 'split_from' },
    ])
  })

  test('a message costs no look at those before it', async () => {
    const { storage, agent, opened } = await desk()
    const { id } = await opened()
    const seen = watch(storage)
    await agent.tickets.update(id, { messages: { add: [{ kind: 'note', body: '查' }] } })
    vi.restoreAllMocks()
    expect(seen.filter((one) => one.includes('select ticketMessage'))).toEqual([])
    expect(await agent.ticketMessages.count({ where: { ticketId: id } })).toBe(2)
  })

  test('a story is told in the order in which it happened, whatever hooks have led to', async () => {
    const { agent, opened } = await desk()
    const { id } = await opened()
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    const steps = await agent.tickets.story(id)
    expect(steps.map(({ version }) => version)).toEqual(steps.map((_, i) => i + 1))
    expect(steps.map(({ action }) => action)).toEqual(['create', 'update', 'move'])
  })
})
