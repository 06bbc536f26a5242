import { expect, test } from 'vitest'
import { codeOf, errorOf } from '../../../testkit/test/both.ts'
import { onBoth } from '../both.ts'
import { DE, desk } from './desk.ts'

const hour = 3600

onBoth((make) => {
  test('what an agent works, and what the customer waits, are not the same', async () => {
    const { agent, policy, opened, at, clocks } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({
      targets: { normal: { agent_work: 'PT8H', requester_wait: 'PT8H', resolution: 'PT8H' } },
      pauseOn: { resolution: [] },
    })
    const id = await opened()
    await at('2026-06-01T08:00:00Z')
    await agent.tickets.move(id, { to: 'hold' })
    await at('2026-06-01T10:00:00Z')
    await agent.tickets.move(id, { to: 'pending' })
    await at('2026-06-01T13:00:00Z')
    await agent.tickets.solve(id, {})
    expect((await clocks(id)).map(({ metric, consumed }) => [metric, consumed])).toEqual([
      ['resolution', 6 * hour],
      ['agent_work', hour],
      ['requester_wait', 3 * hour],
    ])
  })

  test('an update is promised from one answer to the next', async () => {
    const { agent, policy, opened, at, clocks } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { periodic_update: 'PT4H' } } })
    const id = await opened()
    expect(await clocks(id)).toEqual([])
    await agent.tickets.reply(id, { body: '在查' })
    await at('2026-06-01T09:00:00Z')
    await agent.tickets.reply(id, { body: '还在查' })
    await at('2026-06-02T08:00:00Z')
    expect(await clocks(id)).toMatchObject([
      { instance: 1, state: 'fulfilled', consumed: 2 * hour },
      { instance: 2, state: 'breached', breachedAt: '2026-06-01T13:00:00.000Z' },
    ])
    await agent.tickets.solve(id, {})
    expect(await clocks(id)).toMatchObject([{}, { state: 'cancelled' }])
  })

  test('the first answer is promised apart from the next ones', async () => {
    const { agent, system, policy, opened, at, clocks } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { first_reply: 'PT1H', next_reply: 'PT2H' } } })
    const id = await opened()
    await system.tickets.receive(id, { body: '急!' })
    expect(await clocks(id)).toMatchObject([{ metric: 'first_reply', dueAt: '2026-06-01T08:00:00.000Z' }])
    await agent.tickets.reply(id, { body: '在查' })
    await at('2026-06-01T09:00:00Z')
    await system.tickets.receive(id, { body: '怎么样了?' })
    expect(await clocks(id)).toMatchObject([
      { metric: 'first_reply', state: 'fulfilled' },
      { metric: 'next_reply', instance: 1, dueAt: '2026-06-01T11:00:00.000Z' },
    ])
  })

  test('an answer at the very moment is in time, and one that pauses nothing is not excused', async () => {
    const { agent, policy, opened, at, only, told } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { first_reply: 'PT1H' } } })
    const id = await opened()
    await agent.tickets.move(id, { to: 'pending' })
    expect(await only(id)).toMatchObject({ state: 'running' })
    await at('2026-06-01T08:00:00Z') // the worker is at it first
    expect(await told(id, 'breach')).toHaveLength(1)
    await agent.tickets.reply(id, { body: '在查' })
    expect(await only(id)).toMatchObject({ state: 'fulfilled', met: true, breachedAt: null })
  })

  test('whoever writes, by whichever way: a generic update counts as well', async () => {
    const { agent, policy, contactId, at, clocks } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { first_reply: 'PT1H', next_reply: 'PT1H' } } })
    const { id } = await agent.tickets.create({
      subject: '物流',
      contactId,
      messages: [{ direction: 'in', body: '货呢?' }],
    })
    expect(await agent.tickets.get(id)).toMatchObject({ waitingSince: '2026-06-01T07:00:00.000Z' })
    await at('2026-06-01T07:30:00Z')
    await agent.tickets.update(id, { messages: { add: [{ direction: 'out', userId: 'u_a', body: '在查' }] } })
    expect(await agent.tickets.get(id)).toMatchObject({
      firstRepliedAt: '2026-06-01T07:30:00.000Z',
      waitingSince: null,
    })
    await agent.tickets.update(id, { messages: { add: [{ kind: 'note', direction: 'in', contactId, body: '谢谢' }] } })
    expect(await clocks(id)).toMatchObject([
      { metric: 'first_reply', state: 'fulfilled', consumed: hour / 2 },
      { metric: 'next_reply', state: 'running' },
    ])
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    await agent.tickets.solve(id, {})
    await agent.tickets.update(id, { messages: { add: [{ direction: 'in', contactId, body: '又坏了' }] } })
    expect(await agent.tickets.get(id)).toMatchObject({ stage: 'open', reopened: 1 })
    expect((await clocks(id)).map(({ instance, state }) => [instance, state])).toEqual([
      [1, 'fulfilled'],
      [1, 'cancelled'],
      [2, 'running'],
    ])
  })

  test('a ticket that comes under a policy later has it from its creation, without its pauses', async () => {
    const { agent, policy, opened, at, clocks } = await desk(await make(), '2026-06-01T07:00:00Z')
    const targets = { normal: { first_reply: 'PT1H', resolution: 'PT8H' } }
    await policy({ when: { tags: { some: { tag: 'vip' } } }, targets })
    const id = await opened()
    await at('2026-06-01T08:00:00Z')
    await agent.tickets.move(id, { to: 'pending' })
    await at('2026-06-01T10:00:00Z')
    await agent.tickets.move(id, { to: 'open' })
    await at('2026-06-01T11:00:00Z')
    expect(await clocks(id)).toEqual([])
    await agent.tickets.update(id, { tags: { add: ['vip'] } })
    expect(await clocks(id)).toMatchObject([
      {
        metric: 'first_reply',
        state: 'breached',
        dueAt: '2026-06-01T08:00:00.000Z',
        breachedAt: '2026-06-01T11:00:00.000Z',
      },
      { metric: 'resolution', state: 'running', consumed: 2 * hour, dueAt: '2026-06-02T09:00:00.000Z' },
    ])
  })

  test('escalations: who is told, who gets it, how urgent it is, and a tag; once', async () => {
    const { crm, admin, agent, policy, opened, at, told } = await desk(await make(), '2026-06-01T07:00:00Z')
    const { id: teamId } = await admin.teams.create({ name: '售后' })
    const heard: unknown[] = []
    crm.on('ticket.escalated', ({ data }) => heard.push([data.rule, data.notify]))
    crm.on('ticket.breached', ({ data }) => heard.push(['breach', data.at]))
    await policy({
      targets: { normal: { first_reply: 'PT2H' }, high: { first_reply: 'PT2H' } },
      escalations: [
        { metric: 'first_reply', at: { percent: 50 }, actions: [{ do: 'notify', whom: 'u_lead' }, { do: 'raise' }] },
        {
          metric: 'first_reply',
          at: { after: 'PT1H' },
          actions: [
            { do: 'tag', tag: 'late' },
            { do: 'assign', ownerId: null, teamId },
          ],
        },
      ],
    })
    const id = await opened()
    await at('2026-06-01T08:00:00Z')
    expect(await agent.tickets.get(id)).toMatchObject({ priority: 'high', ownerId: 'u_a' })
    await at('2026-06-01T09:00:00Z')
    await at('2026-06-01T10:00:00Z')
    await at('2026-06-01T11:00:00Z')
    const { tags, ...ticket } = await agent.tickets.get(id, { include: { tags: true } })
    expect([ticket.priority, ticket.ownerId, ticket.teamId, tags.map(({ tag }) => tag)]).toEqual([
      'high',
      null,
      teamId,
      ['late'],
    ])
    expect(heard).toEqual([
      ['50%', ['u_lead']],
      ['breach', '2026-06-01T09:00:00.000Z'],
      ['after PT1H', []],
    ])
    expect(await told(id, 'escalate')).toHaveLength(2)
    await crm.asSystem({ reason: 'again' }).tickets.escalate(id, { metric: 'first_reply', instance: 1, rule: '50%' })
    expect((await agent.tickets.get(id)).priority).toBe('high')
  })

  test('an escalation that cannot be carried out does not undo the breach', async () => {
    const { crm, admin, policy, opened, at, only } = await desk(await make(), '2026-06-01T07:00:00Z')
    const { id: teamId } = await admin.teams.create({ name: '售后' })
    const actions = [{ do: 'assign' as const, teamId }]
    await policy({
      targets: { normal: { first_reply: 'PT1H' } },
      escalations: [{ metric: 'first_reply', at: { percent: 100 }, actions }],
    })
    const id = await opened()
    await admin.teams.delete(teamId)
    await at('2026-06-01T08:00:00Z')
    await crm.tick()
    expect(await only(id)).toMatchObject({ state: 'breached' })
  })

  test('a notice outside of hours waits for them, if the policy says so', async () => {
    const { policy, opened, at, told } = await desk(await make(), '2026-06-01T14:00:00Z')
    const actions = [{ do: 'notify' as const, whom: 'u_lead' }]
    await policy({
      targets: { normal: { first_reply: 'PT1H' } },
      escalations: [
        { metric: 'first_reply', at: { percent: 100 }, actions },
        { metric: 'first_reply', at: { percent: 100 }, inHours: true, actions },
      ],
    })
    const id = await opened()
    await at('2026-06-01T20:00:00Z')
    expect(await told(id, 'escalate')).toMatchObject([{ at: '2026-06-01T15:00:00.000Z' }])
    await at('2026-06-02T08:00:00Z')
    expect(await told(id, 'escalate')).toMatchObject([{}, { at: '2026-06-02T07:00:00.000Z' }])
  })

  test('what a policy says is changed for what is open, and not for what has ended', async () => {
    const { admin, agent, policy, opened, at, only } = await desk(await make(), '2026-06-01T07:00:00Z')
    const { id: policyId } = await policy({ targets: { normal: { resolution: 'PT8H' } } })
    const [one, other] = [await opened(), await opened()]
    await at('2026-06-01T08:00:00Z')
    await agent.tickets.solve(other, {})
    await admin.slaPolicies.update(policyId, { name: 'faster', targets: { normal: { resolution: 'PT4H' } } })
    await at('2026-06-01T08:00:01Z')
    expect(await only(one)).toMatchObject({
      target: 4 * hour,
      dueAt: '2026-06-01T11:00:00.000Z',
      policy: { name: 'faster' },
    })
    expect(await only(other)).toMatchObject({ target: 8 * hour, policy: { name: 'default' } })
  })

  test('a worker that is told late of another promise knows when it was made', async () => {
    const { admin, clock, policy, opened, at, only, calendarId } = await desk(await make(), '2026-06-01T07:00:00Z')
    const { id: policyId } = await policy({ targets: { normal: { resolution: 'PT8H' } } })
    const id = await opened()
    await clock.advance('2026-06-01T09:00:00Z')
    await admin.slaPolicies.update(policyId, { targets: { normal: { resolution: 'PT1H' } } })
    await at('2026-06-01T14:00:00Z')
    expect(await only(id)).toMatchObject({ dueAt: '2026-06-01T08:00:00.000Z', breachedAt: '2026-06-01T09:00:00.000Z' })
    const next = await opened()
    await clock.advance('2026-06-01T14:30:00Z')
    await admin.businessCalendars.update(calendarId, {
      definition: { ...DE, overrides: { '2026-06-01': [] } } as never,
    })
    await at('2026-06-01T20:00:00Z')
    expect(await only(next)).toMatchObject({ state: 'running', breachedAt: null, dueAt: '2026-06-02T08:00:00.000Z' })
  })

  test('what is due sooner is looked at sooner', async () => {
    const { agent, policy, opened, at, only } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT8H' }, urgent: { resolution: 'PT4H' } } })
    const id = await opened()
    await at('2026-06-01T08:00:00Z')
    await agent.tickets.update(id, { priority: 'urgent' })
    await at('2026-06-01T10:59:59Z')
    expect(await only(id)).toMatchObject({ state: 'running' })
    await at('2026-06-01T11:00:00Z')
    expect(await only(id)).toMatchObject({ state: 'breached', breachedAt: '2026-06-01T11:00:00.000Z' })
  })

  test('a ticket in the bin is not late; what comes back counts from its creation', async () => {
    const { crm, admin, policy, opened, at } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT8H' } } })
    const id = await opened()
    await at('2026-06-01T08:00:00Z')
    await admin.tickets.delete(id)
    await at('2026-06-08T08:00:00Z')
    expect(await crm.tick()).toMatchObject({ done: 0, dead: 0 })
    await admin.tickets.restore(id)
    expect((await admin.tickets.sla(id, {})).clocks).toMatchObject([
      { instance: 1, state: 'cancelled', breachedAt: null },
      { instance: 2, state: 'breached', breachedAt: '2026-06-08T08:00:00.000Z' },
    ])
  })

  test('tickets are found by their clocks, by those who may see the tickets', async () => {
    const { crm, agent, policy, opened, at } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { first_reply: 'PT1H' } } })
    const late = await opened()
    await at('2026-06-01T08:30:00Z')
    await opened()
    const where = { slaClocks: { some: { state: 'breached' } } } as const
    const { items } = await agent.tickets.list({ where, include: { slaClocks: true } })
    expect(items.map(({ id, slaClocks }) => [id, slaClocks.map(({ metric }) => metric)])).toEqual([
      [late, ['first_reply']],
    ])
    const seller = crm.as({ user: 'u_s', roles: ['sales'] })
    expect(await codeOf(() => seller.tickets.sla(late, {}))).toBe('FORBIDDEN')
    expect(await codeOf(() => agent.sla.recompute({}))).toBe('FORBIDDEN')
    expect(await codeOf(() => agent.tickets.ring(late, {}))).toBe('FORBIDDEN')
  })

  test('of a thousand clocks and more each follows its calendar, batch by batch', async () => {
    const { crm, admin, contactId, calendarId, policy, at } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT4H' } } })
    for (const many of [1000, 1])
      await admin.tickets.createMany(Array.from({ length: many }, () => ({ subject: '物流延误', contactId })))
    const overrides = { '2026-06-01': [] }
    await admin.businessCalendars.update(calendarId, { definition: { ...DE, overrides } as never })
    await at('2026-06-01T07:00:01Z')
    const due = (dueAt: string) => admin.tickets.count({ where: { slaClocks: { some: { dueAt } } } })
    expect(await due('2026-06-02T11:00:00.000Z')).toBe(1001)
    expect(await crm.tick()).toMatchObject({ done: 0, dead: 0 })
  })

  test('clocks of these tickets alone', async () => {
    const { admin, calendarId, policy, opened, only } = await desk(await make(), '2026-06-01T07:00:00Z')
    const { id: policyId } = await policy({ targets: { normal: { resolution: 'PT4H' } } })
    const [one, other] = [await opened(), await opened()]
    await admin.businessCalendars.update(calendarId, {
      definition: { ...DE, overrides: { '2026-06-01': [] } } as never,
    })
    expect(await admin.sla.recompute({ ticketIds: [one, 'nobody'] })).toEqual({ changed: 1 })
    expect([(await only(one)).dueAt, (await only(other)).dueAt]).toEqual([
      '2026-06-02T11:00:00.000Z',
      '2026-06-01T11:00:00.000Z',
    ])
    const { code, details } = await errorOf(() => admin.sla.recompute({ ticketIds: [one], policyId }))
    expect([code, details.path]).toEqual(['INVALID', 'ticketIds'])
  })

  test('what is wrong with a policy or a calendar is said where it stands', async () => {
    const { admin, policy } = await desk(await make(), '2026-06-01T07:00:00Z')
    const problem = async (run: () => Promise<unknown>) => {
      const { code, details } = await errorOf(run)
      return [code, details.path]
    }
    const targets = { normal: { resolution: 'PT8H' } }
    expect(await problem(() => policy({ when: { sort: 'x' }, targets }))).toEqual(['UNKNOWN_KEY', 'when.sort'])
    expect(await problem(() => policy({ targets: { normal: { resolution: 'P2D' } } }))).toEqual([
      'INVALID',
      'targets.normal.resolution',
    ])
    expect(await problem(() => policy({ targets: { normal: { resolution: 'soon' } } }))).toEqual([
      'INVALID',
      'targets.normal.resolution',
    ])
    expect(await problem(() => admin.slaPolicies.create({ name: 'x', targets }))).toEqual(['INVALID', 'calendarId'])
    expect(await problem(() => policy({ targets, pauseOn: { first_reply: ['pending'] } as never }))).toMatchObject([
      expect.stringMatching(/UNKNOWN_KEY|INVALID/),
      expect.stringMatching(/^pauseOn/),
    ])
    const definition = { ...DE, week: { 1: [['09:00', '25:00']] } }
    expect(await problem(() => admin.businessCalendars.create({ name: 'x', definition: definition as never }))).toEqual(
      ['INVALID', 'definition.week.1[0][1]'],
    )
    await policy({ clock: 'calendar', targets: { normal: { resolution: 'P2D' } } })
  })
})
