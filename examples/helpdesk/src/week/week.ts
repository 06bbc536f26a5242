import { Random } from '@guanxi/testkit'
import { type Helpdesk, helpdesk } from '../crm.ts'
import { openDesk } from '../desk.ts'
import { Log } from '../log.ts'
import { agents, customerCalled, hire } from '../people.ts'
import { Agenda, at, hour, minute } from './agenda.ts'
import { Worker } from './agents.ts'
import { planCalls } from './calls.ts'
import { Customers } from './customers.ts'
import type { Floor } from './floor.ts'
import { planMachines } from './machines.ts'
import { type Matter, Matters } from './matters.ts'
import { tellPromises } from './promises.ts'
import { evening, planShifts } from './shifts.ts'

export const monday = at(1, '00:00')
export const weekIsOver = at(8, '00:00')

export interface Week extends Floor {
  /** The ticket whose story is told. */
  readonly told: string
}

interface How {
  readonly seed?: number
  /** How much of the customers' matters: a test is content with less. */
  readonly share?: number
}

/** Plays the week, and the first half hour of the Monday after, when everybody is back. */
export async function playWeek({ seed = 20260921, share = 1 }: How = {}): Promise<Week> {
  const world = helpdesk()
  const floor = await openFloor(world, () => guests.look())
  const guests: Customers = new Customers(floor, new Random(seed + 1))
  const workers = agents.map((agent, i) => new Worker(floor, agent, new Random(seed + 10 + i)))
  world.crm.on('ticket.assigned', ({ data }) => void workers.find(({ agent }) => agent.user === data.to)?.wake())
  world.crm.on('ticket.received', () => workers.forEach((worker) => void worker.wake()))
  tellPromises(floor)
  planShifts(floor, workers)
  planMachines(floor, new Random(seed + 2))
  planCalls(floor, workers, new Random(seed + 3))
  const random = new Random(seed)
  const matters = new Matters(random)
  for (const when of arrivals(random, share)) {
    const matter = matters.draw()
    floor.agenda.plan(when, async () => void (await guests.write(matter)))
  }
  let told = ''
  for (const [when, matter] of oddities)
    floor.agenda.plan(when, async () => {
      const { id } = await guests.write(matter)
      if (matter === hero) told = id
    })
  floor.agenda.plan(at(5, '00:00'), () =>
    floor.log.add(
      at(5, '00:00'),
      0,
      'holiday',
      '中秋节: nobody is there, and the business clock stands still until Monday',
    ),
  )
  for (const day of [5, 6, 7]) floor.agenda.plan(at(day, '18:00'), () => evening(floor, at(day, '00:00')))
  await floor.agenda.run(at(8, '09:30'))
  return { ...floor, told }
}

async function openFloor(world: Helpdesk, look: () => void): Promise<Floor> {
  const { crm } = world
  await crm.migrate()
  const admin = crm.as({ user: 'u_zhao', roles: ['admin'] })
  const desk = await openDesk(admin, await hire(admin))
  const tally = { suggested: 0, canned: 0 }
  const system = crm.asSystem({ reason: 'inbound' })
  return { world, desk, admin, system, agenda: new Agenda(world, look), log: new Log(), cases: new Map(), tally }
}

/** How many write on each day, and most of them in the day. */
const perDay = [38, 42, 38, 33, 12, 10, 8]

function arrivals(random: Random, share: number): readonly number[] {
  return perDay.flatMap((count, i) =>
    Array.from({ length: Math.round(count * share) }, () => {
      const hours = random.chance(0.85) ? random.int(8, 18) : random.int(0, 23)
      return at(i + 1, '00:00') + hours * hour + random.int(0, 59) * minute
    }),
  )
}

const usual = { channel: 'email', steps: ['solve'], answers: true, reopens: false, score: undefined } as const
const li = customerCalled('李雷')

/** From first mail to survey: asked back, held for the warehouse, solved, opened again, solved, and not content. */
const hero: Matter = {
  ...usual,
  person: customerCalled('王芳'),
  subject: '投诉：整箱货物破损',
  body: '今早到的整箱货都破了，怎么处理？',
  steps: ['ask', 'hold', 'solve'],
  reopens: true,
  score: 4,
}

const gone = { ...customerCalled('吴刚'), email: 'gone@old.example' }

const oddities: readonly (readonly [number, Matter])[] = [
  [at(1, '10:12'), hero],
  [at(1, '11:20'), { ...usual, person: li, subject: '投诉：货物破损', body: '外箱破了。', odd: 'twice' }],
  [
    at(2, '10:05'),
    { ...usual, person: customerCalled('周敏'), subject: '需要开发票', body: '请开发票。', odd: 'away' },
  ],
  [at(4, '09:50'), { ...usual, person: gone, subject: '快递还没到', body: '物流没有更新。', odd: 'bounces' }],
  // The evening before the holiday: what was promised to him counts every hour of it.
  [at(4, '19:10'), { ...usual, person: li, subject: '冷柜温度不稳', body: '里面是药品，请尽快。' }],
]
