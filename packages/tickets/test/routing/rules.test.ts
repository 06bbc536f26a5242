import { expect, test, vi } from 'vitest'
import { file } from '../../../testkit/test/storages.ts'
import { watch } from '../../../testkit/test/watch.ts'
import { onOne } from '../on-one.ts'
import { floor } from './floor.ts'
import { wrongs } from './sound.ts'

onOne((stage) => {
  test('who was solved for comes back: not to somebody who has gone home, unless the queue says so', async () => {
    const { admin, as, system, queue, online, opened, ownerOf, told } = await floor(stage())
    const { id: queueId } = await queue()
    await online('A')
    const [one, two, three] = [await opened(), await opened(), await opened()]
    for (const id of [one, two, three]) await as('A').tickets.solve(id, {})
    await as('A').routing.setStatus({ status: 'away' })
    await system().tickets.receive(one, { body: '还没到' })
    expect(await ownerOf(one)).toBe('A')
    await as('A').routing.setStatus({ status: 'offline' })
    await system().tickets.receive(two, { body: '还没到' })
    expect(await ownerOf(two)).toBeNull()
    expect(await admin.routing.route({ ticketId: two })).toMatchObject({ position: 1, reason: 'owner_offline' })
    await admin.queues.update(queueId, { ownerOffline: 'keep' })
    await system().tickets.receive(three, { body: '还没到' })
    expect(await ownerOf(three)).toBe('A')
    expect(await wrongs(admin)).toEqual([])
    await online('B')
    expect(await ownerOf(two)).toBe('B')
    expect(told.filter(({ ticket }) => ticket === two).map(({ data }) => data)).toMatchObject([
      { to: 'A', reason: 'routed' },
      { reason: 'owner_offline' },
      { from: null, to: 'B', reason: 'owner_offline' },
    ])
  })

  test('who gives a ticket back is not asked again; who is transfers-only is given tickets by people alone', async () => {
    const { admin, as, queue, online, opened, ownerOf, used } = await floor(stage())
    await queue()
    await online('A')
    const id = await opened()
    await as('A').tickets.assign(id, { ownerId: null })
    expect([await ownerOf(id), await used('A')]).toEqual([null, [0]])
    expect(await ownerOf(await opened())).toBe('A')
    await as('B').routing.setStatus({ status: 'transfers_only' })
    expect(await ownerOf(id)).toBeNull()
    await admin.tickets.assign(id, { ownerId: 'B' })
    expect([await ownerOf(id), await used('B')]).toEqual(['B', [1]])
    const { waits } = await admin.tickets.get(id, { include: { waits: { limit: 9 } } })
    expect(waits.map(({ state, takenBy }) => [state, takenBy])).toEqual([
      ['assigned', 'A'],
      ['left', null],
    ])
  })

  test('a channel may have a capacity of its own', async () => {
    const { admin, queue, online, opened, ownerOf, used } = await floor(stage())
    await queue()
    await opened({ ownerId: 'A', channel: 'wechat' })
    await online('A', 2)
    expect(await used('A')).toEqual([1])
    await online('A', 1, 'wechat')
    expect(await used('A')).toEqual([0, 1])
    const owners = []
    for (const channel of ['wechat', 'web', 'email', 'phone']) owners.push(await ownerOf(await opened({ channel })))
    expect(owners).toEqual([null, 'A', 'A', null])
    await online('A', 2, 'wechat')
    expect(await used('A')).toEqual([2, 2])
    expect(await wrongs(admin)).toEqual([])
  })

  test('who solves his own makes room for what he does not see', async () => {
    const { narrow, queue, online, opened, ownerOf } = await floor(stage())
    await queue()
    await online('A', 1)
    const [first, second] = [await opened(), await opened()]
    await narrow('A').tickets.solve(first, {})
    expect(await ownerOf(second)).toBe('A')
  })

  test('many that come at once wait in line, and are taken in its order', async () => {
    const { crm, admin, queue, online, contactId } = await floor(stage())
    await queue()
    await online('A', 28)
    const many = Array.from({ length: 32 }, (_, i) => ({
      subject: 'x',
      contactId,
      priority: i < 28 ? ('low' as const) : ('urgent' as const),
    }))
    await admin.tickets.createMany(many)
    await crm.tick()
    expect(await admin.tickets.count({ where: { ownerId: 'A', priority: 'urgent' } })).toBe(4)
    expect(await admin.tickets.count({ where: { ownerId: 'A' } })).toBe(28)
    expect(await wrongs(admin)).toEqual([])
    expect(await admin.tickets.count({ where: { waits: { some: { state: 'waiting', told: true } } } })).toBe(4)
  })

  test('of many that change at once each is looked at again', async () => {
    const { crm, admin, queue, online, contactId } = await floor(stage())
    await queue()
    await admin.tickets.createMany(Array.from({ length: 28 }, () => ({ subject: 'x', contactId })))
    await online('A', 40, 'wechat')
    await crm.tick()
    expect(await admin.tickets.count({ where: { ownerId: 'A' } })).toBe(0)
    await admin.tickets.updateMany({ where: {}, set: { channel: 'wechat' } })
    await crm.tick()
    expect(await admin.tickets.count({ where: { ownerId: 'A' } })).toBe(28)
  })

  test('what is in the bin is nobody’s work', async () => {
    const { admin, queue, online, opened, ownerOf, used } = await floor(stage())
    await queue()
    await online('A', 1)
    const [one, two] = [await opened(), await opened()]
    await admin.tickets.delete(one)
    expect([await ownerOf(two), await used('A')]).toEqual(['A', [1]])
    await admin.tickets.delete(two)
    expect(await used('A')).toEqual([0])
    await admin.tickets.restore(two)
    expect(await used('A')).toEqual([1])
  })

  test('a queue that comes, changes or goes sorts what nobody has', async () => {
    const { crm, admin, queue, online, opened, ownerOf } = await floor(stage())
    const ids = [await opened(), await opened({ type: 'task' })]
    await online('A')
    const { id: queueId } = await queue({ when: { type: 'task' } })
    await crm.tick()
    expect(await Promise.all(ids.map(ownerOf))).toEqual([null, 'A'])
    await admin.routing.setAgent({ user: 'A', status: 'away' })
    await admin.queues.update(queueId, { when: {} })
    await crm.tick()
    expect(await admin.routing.route({ ticketId: ids[0] ?? '' })).toMatchObject({ position: 1 })
    await admin.queues.delete(queueId)
    await crm.tick()
    await online('A')
    expect(await ownerOf(ids[0] ?? '')).toBeNull()
  })

  test('a decision asks as often for 2 agents and 2 that wait as for 12 and 12', async () => {
    const costs: string[][] = []
    for (const many of [2, 12]) {
      const { crm, storage, admin, system, queue, online, contactId, opened } = await floor(stage())
      await queue({ when: { type: 'question' } })
      for (let i = 0; i < many; i++) await admin.routing.setAgent({ user: `${i}`, status: 'away', capacity: 10 })
      const tickets = Array.from({ length: many }, () => ({ subject: 'x', contactId, channel: 'wechat' }))
      await admin.tickets.createMany(tickets)
      await crm.tick()
      await online('A', 0, 'wechat')
      await online('A', 1)
      const seen = watch(storage)
      const first = await opened() // given at once
      const second = await opened() // waits
      await system().tickets.solve(first, {}) // makes room
      vi.restoreAllMocks()
      expect((await admin.tickets.get(second)).ownerId).toBe('A')
      costs.push([...seen])
    }
    expect(costs[1]).toEqual(costs[0])
    expect(costs[0]?.length).toBeLessThanOrEqual(80)
  })
}, file)
