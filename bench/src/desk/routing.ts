import { deepEqual } from 'node:assert/strict'
import { createCrm, type StorageAdapter } from '@guanxi/core'
import { tickets } from '@guanxi/tickets'
import { figuresOf, median } from '../figures.ts'
import type { Options } from '../options.ts'
import { progress } from '../progress.ts'
import { sharedDatabases } from '../reads/database.ts'
import type { Line } from '../report.ts'
import { type OurName, ourNames, type StorageName } from '../subject.ts'
import { type Clerk, clerks } from './clerk.ts'

const [agents, queued, perRound] = [500, 10_000, 50]

/** Something that is decided: by hand and by guanxi, each about a ticket of its own. */
interface Decision {
  readonly part: string
  readonly raw: (ticketId: string) => Promise<unknown>
  readonly guanxi: (ticketId: string) => Promise<unknown>
  readonly tickets: readonly string[]
}

/** Who gets a ticket, of 500 agents, while 10,000 others wait. */
export async function routing(options: Options): Promise<readonly Line[]> {
  if (!options.works.includes('routing')) return []
  const lines: Line[] = []
  for (const storage of options.storages) lines.push(...(await onStorage(storage, options)))
  return lines
}

async function onStorage(storage: StorageName, { rounds, scale }: Options): Promise<readonly Line[]> {
  const shared = await sharedDatabases[storage]()
  const times = Math.max(1, Math.round(perRound * scale))
  try {
    progress(`routing ${storage}: ${agents} agents, ${Math.round(queued * scale)} waiting`)
    const desk = await filled(shared.storage, (rounds + 1) * times * 2, Math.round(queued * scale))
    await shared.analyze()
    const clerk = await clerks[storage](shared.target)
    try {
      const lines: Line[] = []
      for (const decision of decisionsOf(desk, clerk)) {
        progress(`routing ${storage}: ${decision.part}`)
        for (const measured of await measure(decision, rounds, times))
          lines.push({ work: 'routing', title: 'a decision', part: decision.part, storage, ...measured })
      }
      return lines
    } finally {
      await clerk.close()
    }
  } finally {
    await shared.close()
  }
}

type Desk = Awaited<ReturnType<typeof filled>>

async function filled(storage: StorageAdapter, decisions: number, waiting: number) {
  const crm = createCrm({ storage, plugins: [tickets()] })
  await crm.migrate()
  const me = crm.as({ user: 'u_adm', roles: ['admin'] })
  const { id: contactId } = await me.contacts.create({ name: 'Wang' })
  const made = async (count: number, category: string) => {
    const some = Array.from({ length: count }, (_, i) => ({ subject: `Ticket ${i}`, contactId, category }))
    return (await me.tickets.createMany(some)).ids
  }
  const [fresh, solved] = [await made(decisions, 'parcel'), await made(decisions, 'parcel')]
  for (let i = 0; i < agents; i++) await me.routing.setAgent({ user: `u_${i}`, status: 'online', capacity: 10_000 })
  await me.queues.create({ name: 'French', position: 1, when: { category: 'french' }, skills: { fr: 1 } })
  await me.queues.create({ name: 'Parcels', position: 2, when: { category: 'parcel' } })
  await made(waiting, 'french')
  for (const [i, id] of solved.entries()) await me.tickets.assign(id, { ownerId: `u_${i % agents}` })
  return { me, fresh, solved }
}

function decisionsOf({ me, fresh, solved }: Desk, clerk: Clerk): readonly Decision[] {
  return [
    {
      part: 'the least busy of 500 gets it',
      raw: (id) => clerk.route(id),
      guanxi: (ticketId) => me.routing.route({ ticketId }),
      tickets: fresh,
    },
    {
      part: 'one is solved, and none of 10,000 is for him who has room now',
      raw: (id) => clerk.solve(id),
      guanxi: (id) => me.tickets.solve(id, {}),
      tickets: solved,
    },
  ]
}

/** In turns, each on tickets of its own; a first round is not counted. */
async function measure({ raw, guanxi, tickets }: Decision, rounds: number, times: number) {
  const ways = { raw, guanxi }
  const left = [...tickets]
  const all: Readonly<Record<OurName, number[][]>> = { raw: [], guanxi: [] }
  for (let round = 0; round <= rounds; round++) {
    const taken: Readonly<Record<OurName, number[]>> = { raw: [], guanxi: [] }
    for (let i = 0; i < times; i++)
      for (const subject of (i + round) % 2 === 0 ? ourNames : ourNames.toReversed()) {
        const id = left.pop()
        if (id === undefined) throw new RangeError('there are no tickets left')
        const start = performance.now()
        await ways[subject](id)
        taken[subject].push(performance.now() - start)
      }
    if (round > 0) for (const subject of ourNames) all[subject].push(taken[subject])
  }
  deepEqual(left, [])
  return ourNames.map((subject) =>
    figuresOf(
      subject,
      all[subject].flat(),
      all[subject].map((round, i) => median(round) / median(all.raw[i] ?? [])),
    ),
  )
}
