import { isCrmError } from '@guanxi/core'
import { Random } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { file } from '../../../testkit/test/storages.ts'
import { onOne } from '../on-one.ts'
import { type Floor, floor } from './floor.ts'
import { seatOf, wrongs } from './sound.ts'

const full = process.env.GUANXI_TEST_FULL === '1'

const users = ['A', 'B', 'C', 'D']
const channels = ['web', 'wechat'] as const
const expected = new Set(['TRANSITION_NOT_ALLOWED', 'NOT_ROUTABLE', 'NOT_FOUND'])

/** People, tickets and time do what they like; after every step the floor is sound. */
async function walk(made: Floor, seed: number, length: number): Promise<string[]> {
  const { crm, admin, clock, system, contactId, told } = made
  const random = new Random(seed)
  const teams = [
    (await admin.teams.create({ name: `甲${seed}` })).id,
    (await admin.teams.create({ name: `乙${seed}` })).id,
  ]
  for (const userId of users.slice(0, 3))
    await admin.members.create({ userId: `${userId}${seed}`, name: userId, teamId: random.pick(teams) })
  const who = () => `${random.pick(users)}${seed}`
  await admin.queues.create({
    name: `bad${seed}`,
    when: { type: 'complaint' },
    teamIds: [teams[0] ?? ''],
    skills: { fr: 2 },
  })
  const { id: queueId } = await admin.queues.create({ name: `rest${seed}`, position: 1, when: { type: 'question' } })
  const ids: string[] = []
  const any = () => random.pick(ids)
  const ticket = () => ({
    subject: '物流',
    contactId,
    type: random.pick(['complaint', 'question', 'task'] as const),
    priority: random.pick(['low', 'normal', 'urgent'] as const),
    channel: random.pick(channels),
    ...(random.chance(0.2) ? { ownerId: who() } : {}),
    ...(random.chance(0.2) ? { teamId: random.pick(teams) } : {}),
  })
  const open = async () => {
    ids.push((await admin.tickets.create(ticket())).id)
  }
  const steps: Record<string, () => Promise<unknown>> = {
    open,
    more: open,
    many: async () => ids.push(...(await admin.tickets.createMany(Array.from({ length: 30 }, ticket))).ids),
    assign: () => admin.tickets.assign(any(), { ownerId: random.chance(0.4) ? null : who() }),
    solve: () => system().tickets.solve(any(), {}),
    solveOpen: () => admin.tickets.updateMany({ where: { ownerId: who(), stage: 'open' }, set: { ownerId: null } }),
    close: () => system().tickets.close(any(), {}),
    say: () => system().tickets.receive(any(), { body: '?' }),
    wait: () => admin.tickets.move(any(), { to: random.pick(['pending', 'hold', 'open']) }),
    change: () => admin.tickets.update(any(), { ...ticket() }),
    bin: () => admin.tickets.delete(any()),
    back: () => admin.tickets.restore(any()),
    route: () => system().routing.route({ ticketId: any() }),
    agent: () =>
      admin.routing.setAgent({
        user: who(),
        status: random.pick(['online', 'online', 'online', 'away', 'transfers_only', 'offline']),
        ...(random.chance(0.3) ? { channel: random.pick(channels) } : {}),
        ...(random.chance(0.5) ? { capacity: random.int(0, 6) } : {}),
      }),
    skills: () => admin.routing.skills({ user: who(), skills: random.chance(0.5) ? { fr: random.int(1, 3) } : {} }),
    time: () => clock.advance('PT6M'),
    queue: () =>
      admin.queues.update(queueId, {
        method: random.pick(['round_robin', 'least_loaded', 'highest_spare', 'highest_spare_percent']),
        teamIds: random.chance(0.5) ? [random.pick(teams)] : [],
      }),
  }
  const trail: string[] = []
  await open()
  for (let at = 0; at < length; at++) {
    const name = random.pick(Object.keys(steps))
    told.length = 0
    try {
      await steps[name]?.()
    } catch (error) {
      if (!isCrmError(error) || !expected.has(error.code)) throw error
    }
    const { dead } = await crm.tick()
    trail.push(name)
    const wrong = [...(await wrongs(admin)), ...(dead > 0 ? [`${dead} calls were given up`] : [])]
    // Routing goes up to the capacity, and no further: only people give more, and what is opened again comes back.
    const given = told.some(({ data }) => data.reason === 'given')
    const agents = await admin.routing.agents({})
    for (const { ticket, data } of told) {
      if (given || data.to === undefined || ['say', 'wait', 'back', 'change'].includes(name)) continue
      const seat = seatOf(agents, data.to, (await admin.tickets.get(ticket)).channel)
      if (seat !== undefined && seat.used > seat.capacity)
        wrong.push(`${data.to} was given ${seat.used} of ${seat.capacity}`)
    }
    if (wrong.length > 0) return [`seed ${seed}, step ${at}: … ${trail.slice(-8).join(' ')}`, ...wrong]
  }
  return []
}

onOne((stage, storage) => {
  test('whatever happens, work is counted, and nobody waits while somebody who can is free', async () => {
    const [walks, length] = full ? [storage === 'sqlite' ? 40 : 4, 120] : [1, storage === 'sqlite' ? 40 : 10]
    for (let seed = 1; seed <= walks; seed++) expect(await walk(await floor(stage()), seed, length)).toEqual([])
  })
}, file)
