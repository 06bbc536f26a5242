// What SLA clocks cost when there are very many: `node --conditions=source bench/src/desk/sla.ts [clocks]`.
import { setTimeout } from 'node:timers/promises'
import { createCrm, type WorkOptions } from '@guanxi/core'
import { businessCalendar, type CalendarDefinition } from '@guanxi/core/calendar'
import { testClock } from '@guanxi/testkit'
import { tickets } from '@guanxi/tickets'
import { median } from '../figures.ts'
import { progress } from '../progress.ts'
import { type SharedDatabase, sharedDatabases } from '../reads/database.ts'
import { type StorageName, storageNames } from '../subject.ts'

const clocks = Number(process.argv[2] ?? '100000')
const hours: [string, string][] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
]
const week = { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours }
const holidays = Array.from({ length: 7 }, (_, day) => ({ date: `2026-10-0${day + 1}` }))
const calendar: CalendarDefinition = { timeZone: 'Asia/Shanghai', week, holidays }

console.log(`due dates over a year with holidays: ${Math.round(dueDatesPerSecond()).toLocaleString('en')} a second`)
for (const name of storageNames) {
  const database = await sharedDatabases[name]()
  try {
    await desk(name, database)
  } finally {
    await database.close()
  }
}

function dueDatesPerSecond(): number {
  const time = businessCalendar(calendar)
  const starts = Array.from({ length: 8760 }, (_, hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString())
  const times = 200_000
  const begun = performance.now()
  for (let i = 0; i < times; i++) time.add(starts[i % 8760] ?? '', 3600 + (i % 2000) * 3600)
  return times / ((performance.now() - begun) / 1000)
}

/** A tick with one clock due, among a hundredth of the clocks and among all of them; then the calendar is changed. */
async function desk(name: StorageName, { storage, analyze }: SharedDatabase): Promise<void> {
  const clock = testClock('2026-06-01T01:00:00Z')
  const crm = createCrm({ storage, plugins: [tickets()], clock, zone: 'Asia/Shanghai' })
  await crm.migrate()
  const me = crm.as({ user: 'u_adm', roles: ['admin'] })
  const { id: contactId } = await me.contacts.create({ name: '王芳' })
  const { id: calendarId } = await me.businessCalendars.create({ name: 'office', definition: calendar as never })
  const targets = { normal: { resolution: 'PT400H' }, urgent: { resolution: 'PT1M' } }
  const policy = await me.slaPolicies.create({ name: 'default', calendarId, targets })
  const fill = async (count: number) => {
    progress(`${name}: ${count} tickets`)
    for (let done = 0; done < count; done += 1000)
      await me.tickets.createMany(
        Array.from({ length: Math.min(1000, count - done) }, () => ({ subject: 'x', contactId })),
      )
    await ticked(crm)
    await analyze()
  }
  const ticks = async () => {
    const taken: number[] = []
    for (let i = 0; i < 30; i++) {
      await me.tickets.create({ subject: 'due', contactId, priority: 'urgent' })
      await crm.tick()
      await clock.advance('PT1M')
      taken.push(await timed(async () => void (await crm.tick())))
    }
    return median(taken)
  }
  await fill(clocks / 100)
  const few = await ticks()
  await fill(clocks - clocks / 100)
  const many = await ticks()
  const last = { limit: 1, orderBy: { createdAt: 'desc' } } as const
  const [ticket] = (await me.tickets.list({ ...last, where: { priority: 'normal' }, include: { slaClocks: true } }))
    .items
  const some = { state: 'running', dueAt: { lte: ticket?.slaClocks[0]?.dueAt ?? '' } } as const
  const moved = async () => (await me.tickets.list({ ...last, where: { slaClocks: { some } } })).items.length === 0
  const edited = { ...calendar, holidays: [...holidays, { date: '2026-06-02' }] }
  await me.businessCalendars.update(calendarId, { definition: edited as never })
  const followed = await timed(() => worked(crm, moved))
  await me.businessCalendars.update(calendarId, { definition: calendar as never })
  const at = performance.now()
  const { changed } = await me.sla.recompute({ policyId: policy.id })
  const direct = performance.now() - at
  console.log(
    `${name}: a tick with one clock due ${many.toFixed(1)} ms among ${clocks} open clocks, ${few.toFixed(1)} ms among ${clocks / 100} ` +
      `(${(many / few).toFixed(2)}x); calendar changed, all followed after ${(followed / 1000).toFixed(1)} s; ` +
      `sla.recompute of ${changed} in one transaction ${(direct / 1000).toFixed(1)} s`,
  )
  await crm.close()
}

async function ticked(crm: { tick(): Promise<{ done: number }> }): Promise<void> {
  while ((await crm.tick()).done > 0) {}
}

/** Workers go on until it is so. */
async function worked(crm: { work(how: WorkOptions): Promise<void> }, isDone: () => Promise<boolean>): Promise<void> {
  const stop = new AbortController()
  const working = crm.work({ signal: stop.signal })
  while (!(await isDone())) await setTimeout(100)
  stop.abort()
  await working
}

async function timed(run: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await run()
  return performance.now() - begun
}
