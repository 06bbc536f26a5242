import { at, hour } from './agenda.ts'
import type { Worker } from './agents.ts'
import type { Floor } from './floor.ts'

/** The days of business; Friday is a holiday, and the next one is the Monday after. */
export const workdays = [1, 2, 3, 4] as const
const sickOn = 3

/** Who is there when: from nine to six, with lunch; 李娜 is ill on Wednesday. */
export function planShifts(floor: Floor, workers: readonly Worker[]): void {
  for (const day of [...workdays, 8]) {
    const there = workers.filter(({ agent }) => day !== sickOn || agent.user !== 'u_li')
    floor.agenda.plan(at(day, '09:00'), () => arrive(floor, workers, there))
    floor.agenda.plan(at(day, '12:00'), () => there.forEach((worker) => void worker.go()))
    floor.agenda.plan(at(day, '13:30'), () => there.forEach((worker) => void worker.come()))
    floor.agenda.plan(at(day, '18:00'), () => leave(floor, there))
  }
  floor.agenda.plan(at(sickOn, '09:25'), () => sick(floor, true))
  for (const when of ['11:00', '14:00', '16:00']) floor.agenda.plan(at(sickOn, when), () => sick(floor, false))
}

/** Who is on the roster gets what waits; that somebody does not come is known later. */
async function arrive(
  { admin, agenda, log }: Floor,
  workers: readonly Worker[],
  there: readonly Worker[],
): Promise<void> {
  const waiting = await admin.tickets.count({ where: { ownerId: null, stage: { in: ['new', 'open'] } } })
  for (const { agent } of workers) await admin.routing.setAgent({ user: agent.user, status: 'online' })
  const left = await admin.tickets.count({ where: { ownerId: null, stage: { in: ['new', 'open'] } } })
  const names = workers.map(({ agent }) => agent.name).join(', ')
  log.add(agenda.now, 0, 'morning', `${names}: they take ${waiting - left} of ${waiting} that came overnight`)
  for (const worker of there) worker.come()
}

async function leave(floor: Floor, workers: readonly Worker[]): Promise<void> {
  const { admin, agenda } = floor
  for (const worker of workers) {
    worker.go()
    await admin.routing.setAgent({ user: worker.agent.user, status: 'offline' })
  }
  await evening(floor, agenda.now - 18 * hour)
}

/** What the day was like, as the CRM counts it. */
export async function evening({ admin, agenda, log }: Floor, since: number): Promise<void> {
  const [from, to] = [new Date(since).toISOString(), new Date(agenda.now).toISOString()]
  const { created, resolution, firstReply } = await admin.metrics.service({ from, to, clock: 'business' })
  const { n } = await admin.metrics.backlog({ by: 'stage' })
  const reply =
    firstReply.median === null ? '' : `, first reply after ${Math.round(firstReply.median / 60)} min (median)`
  log.add(agenda.now, 0, 'evening', `${created.n} came, ${resolution.n} solved, ${n} are to be done${reply}`)
}

/** What she has open goes back into the queue, and from there to others. */
async function sick({ admin, agenda, log }: Floor, first: boolean): Promise<void> {
  await admin.routing.setAgent({ user: 'u_li', status: 'offline' })
  const { items } = await admin.tickets.list({ where: { ownerId: 'u_li', stage: 'open' }, limit: 100 })
  for (const { id } of items) await admin.tickets.assign(id, { ownerId: null })
  const taken = await admin.tickets.count({ where: { id: { in: items.map(({ id }) => id) }, ownerId: { ne: null } } })
  if (!first && items.length === 0) return
  const back = `${items.length} of her tickets go back: others take ${taken}, ${items.length - taken} wait`
  log.add(agenda.now, 0, 'sick', first ? `李娜 is off sick · ${back}` : `李娜 is still off · ${back}`)
}
