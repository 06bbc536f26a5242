import { expect, test } from 'vitest'
import { errorOf } from '../../../testkit/test/both.ts'
import type { TicketCreate } from '../../src/index.ts'
import { onBoth } from '../both.ts'
import { desk } from './desk.ts'

const minutes = 60
const hours = 3600
const day = { from: '2026-06-01T00:00:00Z', to: '2026-06-02T00:00:00Z' }

onBoth((make) => {
  test('T31: who answered and solved how fast', async () => {
    const { crm, a, admin, system, opened, go } = await desk(await make(), '2026-06-01T09:00:00Z')
    const at = (time: string) => go(`2026-06-01T${time}:00Z`)
    const t1 = await opened()
    await at('09:10')
    await a.tickets.reply(t1, { body: '请稍候' })
    await at('09:30')
    const t2 = await opened()
    await at('10:00')
    const t3 = await opened()
    await a.tickets.solve(t1, {})
    await at('10:20')
    await a.tickets.reply(t3, { body: '请稍候' })
    await a.tickets.assign(t3, { ownerId: 'u_b' })
    await at('10:30')
    await a.tickets.reply(t2, { body: '请稍候' })
    await at('11:30')
    await a.tickets.solve(t2, {})
    await at('12:00')
    await a.tickets.solve(t3, {})
    await system.tickets.receive(t2, { body: '又坏了' })
    const reopened = await a.metrics.agents({ ...day, clock: 'calendar' })
    expect(reopened.agents[0]).toMatchObject({ userId: 'u_a', resolution: { n: 1 }, reopened: { n: 0, rate: 0 } })
    await at('13:00')
    await a.tickets.solve(t2, {})
    const expected = {
      from: '2026-06-01T00:00:00.000Z',
      to: '2026-06-02T00:00:00.000Z',
      clock: 'calendar',
      population: { firstReply: 'first_replied_in_period', resolution: 'last_solved_in_period' },
      agents: [
        {
          userId: 'u_a',
          firstReply: { n: 3, median: 20 * minutes, p90: 60 * minutes },
          resolution: { n: 2, median: 135 * minutes, p90: 210 * minutes },
          reopened: { n: 1, rate: 0.5 },
        },
        {
          userId: 'u_b',
          firstReply: { n: 0, median: null, p90: null },
          resolution: { n: 1, median: 120 * minutes, p90: 120 * minutes },
          reopened: { n: 0, rate: 0 },
        },
      ],
    }
    expect(await a.metrics.agents({ ...day, clock: 'calendar' })).toEqual(expected)
    expect(await admin.metrics.service({ ...day, clock: 'calendar' })).toMatchObject({
      firstReply: { n: 3, median: 20 * minutes },
      resolution: { n: 3, median: 120 * minutes },
      reopened: { n: 1 },
      created: { n: 3, solved: 3, rate: 1 },
    })
    // A reply and a solution count where they were, not where the ticket came in.
    const before = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T09:10:00Z', clock: 'calendar' } as const
    expect((await a.metrics.agents(before)).agents).toEqual([])
    // Who sees some tickets counts those: t3 is u_b's now, but u_a answered it.
    const novice = (user: string) => crm.as({ user, roles: ['novice'] }).metrics.agents({ ...day, clock: 'calendar' })
    expect((await novice('u_b')).agents).toEqual([
      { ...expected.agents[0], firstReply: { n: 1, median: 1200, p90: 1200 }, resolution: nothing, reopened: none },
      expected.agents[1],
    ])
    expect((await novice('u_x')).agents).toEqual([])
    // And whoever may see all is answered by what was kept, not by the tickets.
    await crm.asSystem({ reason: 'look' }).tickets.count({})
    expect((await crm.verifyRollups()).map(({ built, wrong }) => ({ built, wrong }))).toEqual(
      Array.from({ length: 4 }, () => ({ built: true, wrong: [] })),
    )
  })

  test('D6: hours of business, and what part of what came in is solved', async () => {
    // Monday in Berlin.
    const { a, admin, system, opened, go } = await desk(await make(), '2026-06-01T07:00:00Z')
    const hoursOf = (from: string, to: string) => {
      const open: [string, string][] = [[from, to]]
      return { timeZone: 'Europe/Berlin', week: { 1: open, 2: open, 3: open, 4: open, 5: open } }
    }
    const asked = { from: '2026-06-01T00:00:00Z', to: '2026-06-08T00:00:00Z', clock: 'business' } as const
    await admin.businessCalendars.create({ name: 'night', definition: hoursOf('20:00', '22:00') })
    const { id } = await admin.businessCalendars.create({
      name: 'day',
      definition: hoursOf('09:00', '17:00'),
      main: true,
    })
    const all = [await opened(), await opened(), await opened(), await opened()]
    const [one = '', two = '', three = '', four = ''] = all
    await go('2026-06-01T11:00:00Z')
    await a.tickets.solve(one, {})
    await go('2026-06-01T15:00:00Z')
    await a.tickets.solve(two, {})
    await go('2026-06-02T11:00:00Z')
    await a.tickets.solve(three, {})
    expect(await a.metrics.service(asked)).toMatchObject({
      clock: 'business',
      resolution: { n: 3, median: 8 * hours, p90: 12 * hours },
      reopened: { n: 0, rate: 0 },
      created: { n: 4, solved: 3, rate: 0.75 },
      population: { created: 'created_in_period' },
    })
    expect(await a.metrics.service({ ...asked, clock: 'calendar' })).toMatchObject({
      resolution: { n: 3, median: 8 * hours, p90: 28 * hours },
    })
    await system.tickets.receive(two, { body: '又坏了' })
    expect(await a.metrics.service(asked)).toMatchObject({
      resolution: { n: 2, median: 8 * hours, p90: 12 * hours },
      created: { n: 4, solved: 2, rate: 0.5 },
    })
    // Two that were one matter are one.
    await a.tickets.merge(three, { into: two })
    expect(await a.metrics.service(asked)).toMatchObject({
      resolution: { n: 1, median: 4 * hours },
      created: { n: 3, solved: 1 },
    })
    // Nor is one solved that is closed because another goes on with it.
    await a.tickets.merge(four, { into: two })
    expect(await a.metrics.service(asked)).toMatchObject({ resolution: { n: 1 }, created: { n: 2, solved: 1 } })
    // What is another calendar's business from now on changes nothing of what was.
    await admin.businessCalendars.update(id, { definition: hoursOf('09:00', '10:00') })
    expect(await a.metrics.service(asked)).toMatchObject({ resolution: { n: 1, median: 4 * hours } })
    // One calendar is the main one.
    const { id: other } = await admin.businessCalendars.create({
      name: 'x',
      definition: hoursOf('09:00', '12:00'),
      main: true,
    })
    expect(await admin.businessCalendars.list({ where: { main: true } })).toMatchObject({ items: [{ id: other }] })
  })

  test('D8, D11: what is complained of, and whether it becomes less', async () => {
    const { a, admin, contactId, go } = await desk(await make(), '2026-01-01T00:00:00+08:00', 'Asia/Shanghai')
    const { id: P1 } = await admin.products.create({ name: 'P1', sku: 'P1' })
    const complaint = (more: Partial<TicketCreate> = {}): TicketCreate => {
      return { subject: '漏水', type: 'complaint', contactId, ...more }
    }
    const many = (n: number, more?: Partial<TicketCreate>) =>
      admin.tickets.createMany(Array.from({ length: n }, () => complaint(more)))
    const [january, may] = ['2026-01-01T00:00:00+08:00', '2026-05-01T00:00:00+08:00']
    await many(40)
    await many(5, { type: 'question' })
    // The last moment of January in Shanghai, which is no more in UTC than the first of February is.
    await go('2026-01-31T23:59:59+08:00')
    await many(1)
    await go('2026-02-01T00:00:00+08:00')
    await many(30)
    await go('2026-04-10T00:00:00+08:00')
    await many(7, { productId: P1, cause: 'leak' })
    await many(9, { productId: P1, cause: 'noise' })
    await many(4)
    const { series } = await a.metrics.complaints({ from: january, to: may })
    expect(series.map(({ month, n }) => [month, n])).toEqual([
      ['2026-01-01', 41],
      ['2026-02-01', 30],
      ['2026-03-01', 0],
      ['2026-04-01', 20],
    ])
    const from = '2026-01-01T00:00:00+08:00'
    const thirds = await a.metrics.complaints({ from, to: '2026-01-31T23:59:59+08:00' })
    expect(thirds.series).toEqual([{ month: '2026-01-01', n: 40, delta: 0 }])
    expect(await a.metrics.complaints({ from: '2026-02-01T00:00:00+08:00', to: may })).toMatchObject({
      n: 50,
      series: [{ delta: 0 }, { n: 0, delta: -1 }, { n: 20, delta: (20 - 30) / 30 }],
    })
    expect(await a.metrics.complaints({ from: '2026-04-01T00:00:00+08:00', to: may })).toMatchObject({
      population: 'complaints_created_in_period',
      n: 20,
      rows: [
        { productId: P1, cause: 'noise', n: 9, share: 0.45 },
        { productId: P1, cause: 'leak', n: 7, share: 0.35 },
        { productId: null, cause: null, n: 4, share: 0.2 },
      ],
    })
    // 40, 30, 20 a month.
    const { items } = await admin.tickets.list({
      where: { createdAt: { gte: '2026-01-31T23:59:59+08:00' } },
      orderBy: { createdAt: 'asc' },
      limit: 1,
    })
    await admin.tickets.delete(items[0]?.id ?? '')
    const falling = await a.metrics.complaints({ from: january, to: may })
    expect(falling.series.map(({ delta }) => delta)).toEqual([0, -0.25, -1, -0.5])
    // Nothing to compare with.
    const none = await a.metrics.complaints({ from: '2026-03-01T00:00:00+08:00', to: may })
    expect(none.series.map(({ n, delta }) => [n, delta])).toEqual([
      [0, null],
      [20, null],
    ])
  })

  test('what is to be done, and which promises were kept', async () => {
    const { a, admin, system, opened, go } = await desk(await make(), '2026-06-01T08:00:00Z')
    const targets = { normal: { first_reply: 'PT1H', next_reply: 'PT1H', resolution: 'PT4H' } }
    await admin.slaPolicies.create({ name: 'p', clock: 'calendar', targets, when: {} })
    const [one, two, three] = [await opened(), await opened({ priority: 'high', ownerId: 'u_b' }), await opened()]
    await go('2026-06-01T08:30:00Z')
    await a.tickets.reply(one, { body: '请稍候' })
    await go('2026-06-01T10:00:00Z')
    await a.tickets.reply(three, { body: '请稍候' })
    await a.tickets.solve(one, {})
    await go('2026-06-01T11:00:00Z')
    await system.tickets.receive(one, { body: '又坏了' })
    await a.tickets.solve(three, {})
    await a.tickets.merge(await opened(), { into: two })
    const then = { at: '2026-06-01T10:30:00Z' }
    expect(await a.metrics.backlog({})).toMatchObject({
      n: 2,
      rows: [
        { key: 'high', n: 1, oldest: '2026-06-01T08:00:00.000Z' },
        { key: 'normal', n: 1 },
      ],
    })
    // It was solved then, but not for good.
    expect(await a.metrics.backlog({ ...then, by: 'ownerId' })).toMatchObject({
      at: '2026-06-01T10:30:00.000Z',
      n: 3,
      rows: [
        { key: 'u_a', n: 2 },
        { key: 'u_b', n: 1 },
      ],
    })
    expect((await a.metrics.backlog({ at: '2026-06-01T07:59:59Z' })).n).toBe(0)
    expect(await errorOf(() => a.metrics.backlog({ ...then, by: 'stage' }))).toMatchObject({
      code: 'INVALID',
      path: 'by',
    })
    await go('2026-06-01T13:00:00Z')
    expect(await admin.metrics.sla(day)).toMatchObject({
      metrics: [
        { metric: 'first_reply', n: 2, kept: 1, breached: 1, rate: 0.5 },
        { metric: 'resolution', n: 2, kept: 2, breached: 0, rate: 1 },
      ],
    })
  })

  test('a period counts what is in it, and bad ones say where they are bad', async () => {
    const { a, opened, go } = await desk(await make(), '2026-06-01T08:00:00Z')
    // So near to each other that they are looked for together.
    for (const [date, seconds] of [
      ['2026-06-01', 1000],
      ['2026-06-02', 1010],
      ['2026-06-03', 1020],
      ['2027-06-02', 1005],
    ] as const) {
      await go(`${date}T09:00:00Z`)
      const id = await opened()
      await go(new Date(Date.parse(`${date}T09:00:00Z`) + seconds * 1000).toISOString())
      await a.tickets.reply(id, { body: '请稍候' })
    }
    const medianOf = async (from: string, to: string) => {
      const asked = { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z`, clock: 'calendar' } as const
      return (await a.metrics.agents(asked)).agents[0]?.firstReply
    }
    expect(await medianOf('2026-06-02', '2026-06-03')).toEqual({ n: 1, median: 1010, p90: 1010 })
    expect(await medianOf('2026-06-02', '2026-06-04')).toEqual({ n: 2, median: 1015, p90: 1020 })
    expect(await medianOf('2026-06-02', '2028-01-01')).toEqual({ n: 3, median: 1010, p90: 1020 })
    expect(await medianOf('2025-01-01', '2028-01-01')).toEqual({ n: 4, median: 1007.5, p90: 1020 })
    const empty = { from: day.to, to: day.from, clock: 'calendar' } as const
    for (const ask of [
      () => a.metrics.agents(empty),
      () => a.metrics.service(empty),
      () => a.metrics.complaints({ from: day.to, to: day.to }),
    ])
      expect(await errorOf(ask)).toMatchObject({ code: 'INVALID', path: 'to' })
    const words = { from: 'yesterday', to: day.to }
    expect(await errorOf(() => a.metrics.sla(words))).toMatchObject({ code: 'INVALID', path: 'from' })
  })
})

const nothing = { n: 0, median: null, p90: null }
const none = { n: 0, rate: null }
