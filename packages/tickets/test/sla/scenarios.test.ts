import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { CN, DE, desk, longDE } from './desk.ts'

const hour = 3600

onBoth((make) => {
  test('T07: a pause keeps what was used, and nothing else', async () => {
    const { agent, policy, opened, at, only, told } = await desk(await make(), '2026-06-01T08:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT8H' } } })
    const id = await opened()
    expect(await only(id)).toMatchObject({ state: 'running', target: 8 * hour, dueAt: '2026-06-02T08:00:00.000Z' })
    await at('2026-06-01T13:00:00Z')
    await agent.tickets.move(id, { to: 'pending' })
    expect(await only(id)).toMatchObject({ state: 'paused', consumed: 5 * hour, dueAt: null })
    await at('2026-06-03T09:00:00Z')
    await agent.tickets.move(id, { to: 'open' })
    expect(await only(id)).toMatchObject({ state: 'running', consumed: 5 * hour, dueAt: '2026-06-03T12:00:00.000Z' })
    expect(await told(id, 'pause')).toMatchObject([{ at: '2026-06-01T13:00:00.000Z' }])
    expect((await told(id, 'activate')).map((event) => event.at)).toEqual([
      '2026-06-01T08:00:00.000Z',
      '2026-06-03T09:00:00.000Z',
    ])
  })

  test('T08: a hold that was only outside of hours costs nothing', async () => {
    const { agent, policy, opened, at, only } = await desk(await make(), '2026-06-01T08:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT8H' } } })
    const id = await opened()
    await at('2026-06-01T15:00:00Z')
    await agent.tickets.move(id, { to: 'hold' })
    await at('2026-06-02T07:00:00Z')
    await agent.tickets.move(id, { to: 'open' })
    expect(await only(id)).toMatchObject({ consumed: 7 * hour, dueAt: '2026-06-02T08:00:00.000Z' })
  })

  test('solved out of a hold of six months: the hold is not counted', async () => {
    const { agent, policy, opened, at, only } = await desk(await make(), '2026-01-05T08:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT8H' } } })
    const id = await opened()
    await at('2026-01-05T13:00:00Z')
    await agent.tickets.move(id, { to: 'hold' })
    await at('2026-07-06T09:00:00Z')
    await agent.tickets.solve(id, {})
    expect(await only(id)).toMatchObject({
      state: 'fulfilled',
      consumed: 5 * hour,
      met: true,
      late: 0,
      breachedAt: null,
    })
  })

  for (const worker of ['in time', 'late'] as const)
    test(`T09: the oldest message counts, and the next answer ends it; the worker is ${worker}`, async () => {
      const { agent, system, clock, policy, opened, at, clocks, crm } = await desk(await make(), '2026-06-01T08:50:00Z')
      const go = worker === 'in time' ? at : (instant: string) => clock.advance(instant)
      await policy({ clock: 'calendar', targets: { normal: { next_reply: 'PT60M' } } })
      const id = await opened()
      await go('2026-06-01T09:00:00Z')
      await agent.tickets.reply(id, { body: '请稍候' })
      expect(await clocks(id)).toEqual([])
      await go('2026-06-01T10:00:00Z')
      await system.tickets.receive(id, { body: '还没到' })
      await go('2026-06-01T10:20:00Z')
      await system.tickets.receive(id, { body: '急!' })
      await agent.tickets.note(id, { body: '查一下' })
      await system.tickets.reply(id, { body: '已收到您的来信' }) // of a machine
      expect(await clocks(id)).toMatchObject([{ instance: 1, state: 'running', dueAt: '2026-06-01T11:00:00.000Z' }])
      await go('2026-06-01T11:00:00Z')
      await go('2026-06-01T11:30:00Z')
      await agent.tickets.reply(id, { body: '今天送到' })
      const first = {
        instance: 1,
        state: 'fulfilled',
        dueAt: '2026-06-01T11:00:00.000Z',
        breachedAt: '2026-06-01T11:00:00.000Z',
        fulfilledAt: '2026-06-01T11:30:00.000Z',
        met: false,
        late: 30 * 60,
      }
      expect(await clocks(id)).toMatchObject([first])
      await go('2026-06-01T12:00:00Z')
      await system.tickets.receive(id, { body: '谢谢' })
      await go('2026-06-01T12:10:00Z')
      await agent.tickets.solve(id, {})
      await go('2026-06-01T13:00:00Z')
      await crm.tick()
      expect(await clocks(id)).toMatchObject([first, { instance: 2, state: 'cancelled', breachedAt: null }])
    })

  test('T10: 75 percent of eight hours', async () => {
    const { policy, opened, at, only, told } = await desk(await make(), '2026-06-01T13:00:00Z')
    await policy({
      targets: { normal: { resolution: 'PT8H' } },
      escalations: [{ metric: 'resolution', at: { percent: 75 }, actions: [{ do: 'notify', whom: 'u_lead' }] }],
    })
    const id = await opened()
    expect(await only(id)).toMatchObject({ dueAt: '2026-06-02T13:00:00.000Z' })
    await at('2026-06-02T10:59:59Z')
    expect(await told(id, 'escalate')).toEqual([])
    for (let tick = 0; tick < 10; tick++) await at(`2026-06-02T11:0${tick}:00Z`)
    expect(await told(id, 'escalate')).toMatchObject([{ rule: '75%', at: '2026-06-02T11:00:00.000Z' }])
    expect(await only(id)).toMatchObject({ state: 'running', warnedAt: '2026-06-02T11:00:00.000Z' })
  })

  for (const [name, calendar, from, target, before, due, warned] of [
    [
      'an hour before',
      longDE,
      '2026-06-01T15:00:00Z',
      'PT4H',
      'PT1H',
      '2026-06-02T09:00:00.000Z',
      '2026-06-02T08:00:00.000Z',
    ],
    [
      '45 minutes before',
      DE,
      '2026-06-01T14:30:00Z',
      'PT1H',
      'PT45M',
      '2026-06-02T07:30:00.000Z',
      '2026-06-01T14:45:00.000Z',
    ],
  ] as const)
    test(`T10: ${name}, in business time, once; a late worker writes when it was due`, async () => {
      const { crm, policy, opened, at, only, told } = await desk(await make(), from, calendar)
      const heard: unknown[] = []
      crm.on('ticket.escalated', ({ data }) => heard.push(data.notify))
      const actions = [{ do: 'notify' as const, whom: 'u_lead' }]
      await policy({
        targets: { normal: { resolution: target } },
        escalations: [{ metric: 'resolution', at: { before }, actions }],
      })
      const id = await opened()
      expect(await only(id)).toMatchObject({ dueAt: due })
      await at('2026-06-02T08:07:00Z')
      for (let tick = 0; tick < 10; tick++) await crm.tick()
      const late =
        due < '2026-06-02T08:07' ? { breachedAt: due, state: 'breached' } : { breachedAt: null, state: 'running' }
      expect(await only(id)).toMatchObject({ warnedAt: warned, ...late })
      expect(await told(id, 'escalate')).toMatchObject([{ rule: `before ${before}`, at: warned }])
      expect(heard).toEqual([['u_lead']])
    })

  test('T11: a priority that is raised is late from that moment on, and never before', async () => {
    const { agent, policy, opened, at, only, told } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT8H' }, urgent: { resolution: 'PT2H' } } })
    const id = await opened()
    await at('2026-06-01T12:00:00Z')
    await agent.tickets.update(id, { priority: 'urgent' })
    await at('2026-06-01T12:00:00Z')
    expect(await only(id)).toMatchObject({
      state: 'breached',
      dueAt: '2026-06-01T09:00:00.000Z',
      breachedAt: '2026-06-01T12:00:00.000Z',
    })
    await at('2026-06-01T12:30:00Z')
    await agent.tickets.update(id, { priority: 'normal' })
    expect(await only(id)).toMatchObject({ state: 'running', dueAt: '2026-06-01T15:00:00.000Z' })
    expect(await told(id, 'breach')).toMatchObject([{ at: '2026-06-01T12:00:00.000Z', target: 2 * hour }])
    await at('2026-06-01T14:00:00Z')
    await agent.tickets.solve(id, {})
    expect(await only(id)).toMatchObject({ state: 'fulfilled', met: true })
  })

  test('T12, G18: an edited calendar moves what is open, and leaves what has ended', async () => {
    const { admin, agent, calendarId, policy, opened, clock, at, only, told } = await desk(
      await make(),
      '2026-06-01T07:00:00Z',
    )
    await policy({ targets: { normal: { resolution: 'PT4H' } } })
    const solved = await opened()
    await agent.tickets.solve(solved, {})
    const before = await only(solved)
    await at('2026-06-01T13:00:00Z')
    const id = await opened()
    expect(await only(id)).toMatchObject({ dueAt: '2026-06-02T09:00:00.000Z' })
    await clock.advance('2026-06-01T14:00:00Z')
    const definition = { ...DE, holidays: [{ date: '2026-06-02', name: 'works outing' }] }
    await admin.businessCalendars.update(calendarId, { definition: definition as never })
    expect(await admin.sla.recompute({ calendarId })).toEqual({ changed: 1 })
    expect(await only(id)).toMatchObject({ dueAt: '2026-06-03T09:00:00.000Z', breachedAt: null })
    expect(await only(solved)).toEqual(before)
    await at('2026-06-02T12:00:00Z')
    expect(await only(id)).toMatchObject({ state: 'running' })
    expect(await told(id, 'update_status')).toMatchObject([{ dueAt: '2026-06-03T09:00:00.000Z' }])
    expect(await admin.sla.recompute({})).toEqual({ changed: 0 })
  })

  test('G18: nobody has to ask for it', async () => {
    const { admin, calendarId, policy, opened, at, only } = await desk(await make(), '2026-06-01T13:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT4H' } } })
    const id = await opened()
    await admin.businessCalendars.update(calendarId, {
      definition: { ...DE, overrides: { '2026-06-02': [] } } as never,
    })
    await at('2026-06-01T13:00:01Z')
    expect(await only(id)).toMatchObject({ dueAt: '2026-06-03T09:00:00.000Z' })
  })

  test('T13: what is opened again goes on where it was', async () => {
    const { agent, system, policy, opened, at, clocks } = await desk(await make(), '2026-06-01T07:00:00Z')
    await policy({ targets: { normal: { resolution: 'PT8H' } } })
    const id = await opened()
    await at('2026-06-01T10:00:00Z')
    await agent.tickets.solve(id, {})
    await at('2026-06-04T13:00:00Z')
    const { ticket } = await system.tickets.receive(id, { body: '又坏了' })
    expect(ticket).toMatchObject({ stage: 'open', reopened: 1 })
    expect(await clocks(id)).toMatchObject([
      { instance: 1, state: 'fulfilled', consumed: 3 * hour, fulfilledAt: '2026-06-01T10:00:00.000Z', met: true },
      { instance: 2, state: 'running', consumed: 3 * hour, dueAt: '2026-06-05T10:00:00.000Z' },
    ])
  })

  test('T18: a complaint on Friday afternoon is answered on Monday', async () => {
    const { policy, opened, only } = await desk(await make(), '2026-09-18T17:00:00+08:00', CN)
    await policy({ when: { category: '物流' }, targets: { normal: { first_reply: 'PT2H' } } })
    const id = await opened({ type: 'complaint', category: '物流', channel: 'wechat' })
    expect(await only(id)).toMatchObject({ dueAt: '2026-09-21T02:00:00.000Z' })
  })

  for (const [name, from, target, due, holidays] of [
    ['Friday 17:00, two hours', '2026-03-13T17:00:00+08:00', 'PT2H', '2026-03-16T02:00:00.000Z', []],
    ['G1: Saturday 15:00, one hour', '2026-03-14T15:00:00+08:00', 'PT1H', '2026-03-16T02:00:00.000Z', []],
    ['G2: Monday 11:30, two hours over lunch', '2026-03-16T11:30:00+08:00', 'PT2H', '2026-03-16T06:30:00.000Z', []],
    [
      'Friday 17:30, two hours, Monday off',
      '2026-03-13T17:30:00+08:00',
      'PT2H',
      '2026-03-17T02:30:00.000Z',
      [{ date: '2026-03-16' }],
    ],
  ] as const)
    test(`D1: ${name}`, async () => {
      const hours: [string, string][] = [
        ['09:00', '12:00'],
        ['13:00', '18:00'],
      ]
      const calendar = {
        timeZone: 'Asia/Shanghai',
        week: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
        holidays,
      }
      const { agent, clock, policy, opened, only, told } = await desk(await make(), from, calendar)
      await policy({ targets: { normal: { first_reply: target } } })
      const id = await opened({ category: '物流' })
      expect(await only(id)).toMatchObject({ metric: 'first_reply', dueAt: due })
      await clock.advance(due)
      await agent.tickets.reply(id, { body: '已补发' })
      expect(await only(id)).toMatchObject({ state: 'fulfilled', met: true, late: 0, breachedAt: null })
      expect(await told(id, 'breach')).toEqual([])
    })

  test('T21: a merged ticket has no clock that goes on', async () => {
    const { crm, agent, policy, opened, at, clocks, told } = await desk(await make(), '2026-06-01T08:00:00Z')
    await policy({ targets: { normal: { first_reply: 'PT1H', resolution: 'PT8H' } } })
    const [a, b] = [await opened(), await opened()]
    await at('2026-06-01T08:30:00Z')
    await agent.tickets.merge(b, { into: a })
    await at('2026-06-08T08:30:00Z')
    expect(await clocks(b)).toMatchObject([
      { metric: 'first_reply', state: 'cancelled', consumed: hour / 2, breachedAt: null },
      { metric: 'resolution', state: 'cancelled', breachedAt: null },
    ])
    expect(await told(b, 'breach')).toEqual([])
    expect(await told(a, 'breach')).toHaveLength(2)
    expect(await crm.tick()).toMatchObject({ done: 0, dead: 0 })
  })

  test('T32: the first policy by position is the one; another counts from the creation; without it clocks end', async () => {
    const { admin, agent, policy, opened, at, only, told } = await desk(await make(), '2026-06-01T07:00:00Z')
    const vip = { when: { tags: { some: { tag: 'vip' } } }, targets: { normal: { resolution: 'PT4H' } } }
    await policy({ name: 'default', position: 2, targets: { normal: { resolution: 'PT8H' } } })
    const { id: vipId } = await policy({ name: 'VIP', position: 1, ...vip })
    const id = await opened()
    expect(await only(id)).toMatchObject({ dueAt: '2026-06-01T15:00:00.000Z', policy: { name: 'default' } })
    await at('2026-06-01T08:00:00Z')
    await agent.tickets.update(id, { tags: { add: ['vip'] } })
    expect(await only(id)).toMatchObject({ dueAt: '2026-06-01T11:00:00.000Z', policy: { name: 'VIP' }, instance: 1 })
    expect(await told(id, 'apply_sla')).toMatchObject([{ target: 8 * hour }, { target: 4 * hour }])
    await admin.slaPolicies.delete(vipId)
    await at('2026-06-01T12:00:00Z')
    expect(await only(id)).toMatchObject({ state: 'cancelled', policy: { name: 'VIP' }, breachedAt: null })
    expect(await told(id, 'apply_sla')).toHaveLength(2)
    expect(await told(id, 'cancel')).toHaveLength(1)
  })

  test('T33: what was split off counts from then', async () => {
    const { agent, system, policy, opened, at, clocks } = await desk(await make(), '2026-06-01T08:00:00Z')
    await policy({ targets: { normal: { first_reply: 'PT1H', resolution: 'PT8H' } } })
    const id = await opened()
    const { message } = await system.tickets.receive(id, { body: '发票呢?' })
    const answer = await agent.tickets.reply(id, { body: '马上' })
    await at('2026-06-01T10:00:00Z')
    const made = await agent.tickets.split(id, { messages: [message.id, answer.id] })
    expect(await clocks(made.id)).toMatchObject([
      { metric: 'first_reply', state: 'running', dueAt: '2026-06-01T11:00:00.000Z', consumed: 0 },
      { metric: 'resolution', state: 'running', dueAt: '2026-06-02T10:00:00.000Z', consumed: 0 },
    ])
    expect(await clocks(id)).toMatchObject([{ state: 'fulfilled' }, { state: 'running', consumed: 2 * hour }])
  })
})
