import { expect, test } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import { file } from '../../../testkit/test/storages.ts'
import { onOne } from '../on-one.ts'
import { floor } from './floor.ts'

onOne((stage) => {
  test('T15: A has 1 of 2, B has 8 of 10: each method chooses one of them', async () => {
    const { admin, queue, online, opened, ownerOf, used } = await floor(stage())
    await online('A', 2)
    await online('B', 10)
    for (let i = 0; i < 8; i++) await opened({ ownerId: 'B' })
    await opened({ ownerId: 'A' })
    expect([await used('A'), await used('B')]).toEqual([[1], [8]])
    const { id } = await queue()
    for (const [method, user] of [
      ['highest_spare', 'B'],
      ['highest_spare_percent', 'A'],
      ['least_loaded', 'A'],
      ['round_robin', 'B'], // A was given the last one
    ] as const) {
      await admin.queues.update(id, { method })
      const ticket = await opened()
      expect([method, await ownerOf(ticket)]).toEqual([method, user])
      await admin.tickets.delete(ticket)
    }
  })

  test('T15: round robin is by who had his last the longest time ago, also for those who come later', async () => {
    const { queue, online, opened, ownerOf } = await floor(stage())
    await queue({ method: 'round_robin' })
    for (const user of ['A', 'B', 'C']) await online(user)
    const owners = []
    for (let i = 0; i < 4; i++) owners.push(await ownerOf(await opened()))
    await opened({ ownerId: 'B' })
    await online('D')
    for (let i = 0; i < 4; i++) owners.push(await ownerOf(await opened()))
    expect(owners.join('')).toBe('ABCADCAB')
  })

  test('T16: who has room again takes the oldest of the most urgent, in the same transaction', async () => {
    const { admin, as, queue, online, opened, ownerOf, used, told } = await floor(stage())
    await queue()
    await online('A', 3)
    const ids = []
    for (let i = 1; i <= 5; i++) ids.push(await opened())
    const [first = '', , , fourth = '', fifth = ''] = ids
    expect(await Promise.all(ids.map(ownerOf))).toEqual(['A', 'A', 'A', null, null])
    expect(await admin.routing.route({ ticketId: fourth })).toMatchObject({ queued: true, position: 1 })
    expect(await admin.routing.route({ ticketId: fifth })).toMatchObject({
      queued: true,
      position: 2,
      reason: 'nobody_free',
    })
    const sixth = await opened({ priority: 'urgent' })
    expect(await admin.routing.route({ ticketId: sixth })).toMatchObject({ position: 1 })
    expect(await admin.routing.route({ ticketId: fifth })).toMatchObject({ position: 3 })
    await as('A').tickets.solve(first, {})
    expect(await Promise.all([sixth, fourth, fifth].map(ownerOf))).toEqual(['A', null, null])
    expect(await used('A')).toEqual([3])
    await as('A').tickets.solve(sixth, {})
    expect(await Promise.all([fourth, fifth].map(ownerOf))).toEqual(['A', null])
    const gave = (id: string) => told.filter(({ ticket }) => ticket === id).map(({ type, data }) => [type, data])
    expect(gave(fourth)).toMatchObject([
      ['ticket.queued', { reason: 'nobody_free' }],
      ['ticket.assigned', { from: null, to: 'A', reason: 'capacity' }],
    ])
    expect(gave(first)).toMatchObject([['ticket.assigned', { to: 'A', reason: 'routed' }]])
  })

  test('T18, D1: a complaint about logistics goes to the least busy of the after-sales team', async () => {
    const { admin, queue, online, opened, ownerOf } = await floor(stage())
    const { id: teamId } = await admin.teams.create({ name: '售后' })
    for (const userId of ['A', 'B']) await admin.members.create({ userId, name: userId, teamId })
    for (const user of ['A', 'B', 'C']) await online(user)
    for (const ownerId of ['A', 'A', 'B']) await opened({ ownerId })
    await queue({ name: '售后', when: { type: 'complaint', category: '物流' }, teamIds: [teamId] })
    const id = await opened({ type: 'complaint', category: '物流', channel: 'wechat' })
    expect(await admin.tickets.get(id)).toMatchObject({ ownerId: 'B', teamId, stage: 'open' })
    expect(await ownerOf(await opened({ type: 'question' }))).toBeNull()
    for (const user of ['A', 'B']) await admin.routing.setAgent({ user, status: 'away' })
    const waiting = await opened({ type: 'complaint', category: '物流' })
    expect(await admin.tickets.get(waiting)).toMatchObject({ ownerId: null, teamId, stage: 'new' })
  })

  test('T18: a ticket waits for a skill, and then goes to the team', async () => {
    const { admin, queue, online, opened, ownerOf, after, told } = await floor(stage())
    await queue({ name: 'fr', skills: { fr: 2 }, skillWait: 'PT15M' })
    await online('A')
    await admin.routing.skills({ user: 'A', skills: { fr: 1 } })
    const id = await opened()
    expect(await admin.routing.route({ ticketId: id })).toMatchObject({ position: 1, reason: 'skill_missing' })
    await after('PT14M59S')
    expect(await ownerOf(id)).toBeNull()
    await after('PT1S')
    expect(await ownerOf(id)).toBe('A')
    expect(told.map(({ data }) => data)).toMatchObject([
      { reason: 'skill_missing' },
      { to: 'A', reason: 'skill_timeout' },
    ])
    await admin.routing.skills({ user: 'A', skills: { fr: 2, de: 1 } })
    expect(await ownerOf(await opened())).toBe('A')
  })

  test('what is nobody’s business is refused', async () => {
    const { admin, as, opened, system } = await floor(stage())
    const id = await opened()
    expect(await codeOf(() => as('A').routing.route({ ticketId: id }))).toBe('NOT_ROUTABLE')
    expect(await codeOf(() => as('A').routing.setAgent({ user: 'A', status: 'online' }))).toBe('FORBIDDEN')
    expect(await as('A').routing.setStatus({ status: 'away' })).toMatchObject({ user: 'A', status: 'away', used: 0 })
    expect(await codeOf(() => admin.queues.create({ name: 'x', when: { nothing: 1 } }))).toBe('UNKNOWN_KEY')
    expect(await codeOf(() => admin.queues.create({ name: 'x', teamIds: ['nobody'] }))).toBe('REFERENCE_NOT_FOUND')
    expect(await codeOf(() => admin.queues.create({ name: 'x', skillWait: 'soon' }))).toBe('INVALID')
    await system().tickets.solve(id, {})
    expect(await codeOf(() => as('A').routing.route({ ticketId: id }))).toBe('NOT_ROUTABLE')
  })
}, file)
