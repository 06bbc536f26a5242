import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf } from '../../testkit/test/both.ts'
import { type TicketCreate, tickets } from '../src/index.ts'
import { onOne, type Stage } from './on-one.ts'

async function desk({ storage, tenant }: Stage) {
  const clock = testClock('2026-06-01T01:00:00Z')
  const crm = createCrm({ tenancy: 'multi', storage, plugins: [tickets()], clock })
  const agent = crm.as({ tenant, user: 'u_a', roles: ['agent'] })
  const system = crm.asSystem({ tenant, reason: 'inbound' })
  const { id: contactId } = await agent.contacts.create({ name: '王芳' })
  const opened = async (more: Partial<TicketCreate> = {}) => {
    const ticket = { subject: '物流延误', contactId, ownerId: 'u_a', ...more }
    return (await agent.tickets.open({ ticket, message: { body: '货还没到' } })).id
  }
  const said = (id: string, message: Parameters<typeof agent.tickets.receive>[1]) => system.tickets.receive(id, message)
  return { crm, clock, agent, system, opened, said }
}

onOne((stage) => {
  test('what was opened again is not closed when its first solution would have been, and each time counts', async () => {
    const { crm, clock, agent, opened, said } = await desk(stage())
    const id = await opened()
    for (const reopened of [1, 2]) {
      await agent.tickets.solve(id, {})
      await clock.advance('P10D')
      await said(id, { body: '还没到' })
      expect(await agent.tickets.get(id)).toMatchObject({ stage: 'open', reopened, solvedAt: null })
    }
    await clock.advance('P28D')
    await crm.tick()
    expect((await agent.tickets.get(id)).stage).toBe('open')
  })

  test('the customer waits since his oldest word; neither a note nor a machine answers him', async () => {
    const { clock, agent, opened, said } = await desk(stage())
    const id = await opened()
    const since = (await agent.tickets.get(id)).createdAt
    await clock.advance('PT1H')
    await said(id, { body: '在吗' })
    const out = { direction: 'out', userId: 'u_a', body: '…' } as const
    await agent.tickets.update(id, { messages: { add: [{ ...out, kind: 'note' }] } })
    await agent.tickets.update(id, { messages: { add: [{ ...out, automatic: true }] } })
    expect(await agent.tickets.get(id)).toMatchObject({ waitingSince: since, firstRepliedAt: null })
    await agent.tickets.reply(id, { body: '在' })
    expect(await agent.tickets.get(id)).toMatchObject({
      waitingSince: null,
      firstRepliedAt: '2026-06-01T02:00:00.000Z',
    })
  })

  test('whoever took part in a merged ticket takes part in the one that goes on', async () => {
    const { agent, opened } = await desk(stage())
    const [one, other] = [
      await opened({ participants: ['wang@example.com', 'chen@example.com'] }),
      await opened({ participants: ['li@example.com', 'chen@example.com'] }),
    ]
    const { participants } = await agent.tickets.merge(one, { into: other })
    expect(participants).toEqual(['li@example.com', 'chen@example.com', 'wang@example.com'])
  })

  test('of a ticket its own messages alone are split off', async () => {
    const { agent, opened } = await desk(stage())
    const [one, other] = [await opened(), await opened()]
    const { items } = await agent.ticketMessages.list({ where: { ticketId: other } })
    const messages = items.map(({ id }) => id)
    const error = await errorOf(() => agent.tickets.split(one, { messages }))
    expect(error).toMatchObject({ code: 'REFERENCE_NOT_FOUND', path: 'messages' })
    expect(await agent.tickets.count({})).toBe(2)
    expect(await codeOf(() => agent.tickets.get(messages[0] ?? ''))).toBe('NOT_FOUND')
  })
})
