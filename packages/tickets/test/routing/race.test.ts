import { isCrmError } from '@guanxi/core'
import { expect, test } from 'vitest'
import { file } from '../../../testkit/test/storages.ts'
import { onOne } from '../on-one.ts'
import { type Floor, floor } from './floor.ts'
import { wrongs } from './sound.ts'

const full = process.env.GUANXI_TEST_FULL === '1'

/** As many at once as a small pool of connections lets through. */
async function atOnce<T>(items: readonly T[], width: number, run: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items]
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: width }, lane))
}

onOne((stage) => {
  test('T17: two routers and a rule at once give each of 100 tickets to one agent, once', async () => {
    const { crm, other, admin, system, queue, online, contactId, told } = await floor(stage())
    const { ids } = await admin.tickets.createMany(Array.from({ length: 100 }, () => ({ subject: 'x', contactId })))
    for (const user of ['A', 'B', 'C', 'D']) await online(user, 20)
    await queue({ method: 'highest_spare' })
    const router = (machine: Floor['crm'], order: readonly string[]) =>
      atOnce(order, 3, (ticketId) => system(machine).routing.route({ ticketId }))
    const ruled: string[] = []
    const rule = atOnce(
      ids.filter((_, i) => i % 3 === 0),
      2,
      async (id) => {
        try {
          await system(other).tickets.assign(id, { ownerId: 'D' }, { ifVersion: 1 })
          ruled.push(id)
        } catch (error) {
          if (!isCrmError(error, 'VERSION_CONFLICT')) throw error
        }
      },
    )
    await Promise.all([router(crm, ids), router(other, ids.toReversed()), rule])
    await crm.tick()
    const assigned = told.filter(({ type }) => type === 'ticket.assigned')
    const owned = await admin.tickets.count({ where: { ownerId: { ne: null } } })
    expect(new Set(assigned.map(({ ticket }) => ticket)).size).toBe(assigned.length)
    expect(assigned).toHaveLength(owned)
    expect(owned).toBeGreaterThanOrEqual(80)
    expect(assigned.filter(({ data }) => data.reason === 'given')).toHaveLength(ruled.length)
    expect(await wrongs(admin)).toEqual([])
    expect(await crm.tick()).toMatchObject({ dead: 0 })
  })

  test('what comes and what is solved at once leaves nobody waiting while somebody is free', async () => {
    const { crm, other, admin, system, queue, online, opened, contactId } = await floor(stage())
    await queue()
    for (const user of ['A', 'B']) await online(user, 2)
    const ids: string[] = []
    for (let i = 0; i < (full ? 60 : 8); i++) ids.push(await opened())
    const come = atOnce(ids, 2, () => system(other).tickets.create({ subject: 'x', contactId }))
    const solve = atOnce(ids, 2, (id) => system().tickets.solve(id, {}))
    const change = atOnce(ids, 1, async (id) => {
      await system(other).tickets.update(id, { priority: 'urgent' })
    })
    await Promise.all([come, solve, change])
    await crm.tick()
    expect(await wrongs(admin)).toEqual([])
    expect(await admin.tickets.count({ where: { stage: 'open' } })).toBe(4)
  })
}, file)
