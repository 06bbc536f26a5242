import { expect, test } from 'vitest'
import { file } from '../../../testkit/test/storages.ts'
import { onOne } from '../on-one.ts'
import { floor } from './floor.ts'

onOne((stage) => {
  /** A floor with a team, and another. */
  async function teams() {
    const there = await floor(stage())
    const { admin } = there
    const { id: ours } = await admin.teams.create({ name: '售后' })
    const { id: theirs } = await admin.teams.create({ name: '售前' })
    const joins = async (userId: string, teamId: string) => {
      const { id } = await admin.members.create({ userId, name: userId, teamId })
      // What follows from his coming is done.
      await there.after('PT0S')
      return id
    }
    return { ...there, ours, theirs, joins }
  }

  test('a queue of a team is for those who are in it and have not left', async () => {
    const { admin, queue, online, opened, ownerOf, after, ours, theirs, joins } = await teams()
    await queue({ teamIds: [ours] })
    await joins('A', ours)
    const memberId = await joins('B', theirs)
    for (const user of ['A', 'B']) await online(user)
    await admin.members.handover({ from: 'A', to: 'B' })
    const id = await opened()
    expect(await ownerOf(id)).toBeNull()
    // Nor does it come to them by what waits.
    for (const user of ['A', 'B']) await admin.routing.drain({ user })
    expect(await ownerOf(id)).toBeNull()
    await admin.members.update(memberId, { teamId: ours })
    await after('PT0S')
    expect(await ownerOf(id)).toBe('B')
    await admin.members.delete(memberId)
    const next = await opened()
    expect(await ownerOf(next)).toBeNull()
    await admin.members.restore(memberId)
    await after('PT0S')
    expect(await ownerOf(next)).toBe('B')
  })

  test('who has left takes nothing where a queue is anybody’s, either', async () => {
    const { admin, queue, online, opened, ownerOf, after, joins, ours } = await teams()
    await queue()
    const memberId = await joins('A', ours)
    await joins('B', ours)
    await online('A')
    await admin.members.handover({ from: 'A', to: 'B' })
    const id = await opened()
    expect(await ownerOf(id)).toBeNull()
    await admin.routing.drain({ user: 'A' })
    expect(await ownerOf(id)).toBeNull()
    await admin.members.reinstate(memberId, {})
    await after('PT0S')
    expect(await ownerOf(id)).toBe('A')
  })

  test('where a queue leaves it to the ticket, its team takes it', async () => {
    const { queue, online, opened, ownerOf, ours, theirs, joins } = await teams()
    await queue({ method: 'least_loaded' })
    await joins('A', theirs)
    await joins('B', ours)
    await online('A')
    const id = await opened({ teamId: ours })
    expect(await ownerOf(id)).toBeNull()
    expect(await ownerOf(await opened())).toBe('A')
    await online('B')
    expect(await ownerOf(id)).toBe('B')
  })

  test('what waits for a skill is taken by who has enough of it', async () => {
    const { admin, queue, online, opened, ownerOf } = await teams()
    await queue({ skills: { fr: 2 } })
    const id = await opened()
    for (const level of [1, 2]) {
      await admin.routing.skills({ user: 'A', skills: { fr: level } })
      await online('A')
      expect([level, await ownerOf(id)]).toEqual([level, level === 2 ? 'A' : null])
    }
  })

  test('what is too much for one transaction is sorted and taken by several', async () => {
    const { admin, queue, online, contactId, used, after } = await teams()
    await admin.tickets.createMany(Array.from({ length: 30 }, (_, i) => ({ subject: `${i}`, contactId })))
    await queue()
    await after('PT0S')
    const waiting = { where: { waits: { some: { state: 'waiting' as const } } } }
    expect(await admin.tickets.count(waiting)).toBe(30)
    await online('A', 100)
    await after('PT0S')
    expect([await used('A'), await admin.tickets.count(waiting)]).toEqual([[30], 0])
  })
}, file)
