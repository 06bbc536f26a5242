import type { SlaEntry } from './advance.ts'
import { type Clock, inOrder } from './clock.ts'
import type { SlaEvent } from './clock-table.ts'
import type { Inside } from './inside.ts'
import { type Times, timesOf } from './times.ts'
import type { Calendars } from './work-time.ts'

/** The clocks of a ticket as they are now, and what happened to them, oldest first. */
export async function report({ crm, table, now }: Inside, calendars: Calendars, id: string) {
  await crm.tickets.get(id) // for those who may read it
  const clocks = inOrder(await table('slaClock').all({ ticketId: id }))
  const times = await timesOf(
    { table },
    calendars,
    clocks.map(({ policy }) => policy),
  )
  // A worker that was late has written down later what was so before.
  const events = (await table('slaEvent').all({ ticketId: id })).map(entryOf).sort(byInstant)
  return { clocks: clocks.map((clock) => asOf(now, clock, times)), events }
}

const entryOf = ({ id: _, ticketId: __, ...entry }: SlaEvent): SlaEntry => entry

const byInstant = (a: SlaEntry, b: SlaEntry): number => Date.parse(a.at) - Date.parse(b.at)

function asOf(now: string, clock: Clock, times: Times) {
  const { metric, instance, state, target, since, startedAt, dueAt, warnedAt, breachedAt, fulfilledAt, policy } = clock
  const running = since === null ? 0 : Math.max(0, times.of(policy).between(since, now))
  const consumed = Math.round((clock.consumed + running) * 1000) / 1000
  const met = fulfilledAt === null || dueAt === null ? null : fulfilledAt <= dueAt
  return {
    ...{ metric, instance, state, target, consumed, startedAt, dueAt, warnedAt, breachedAt, fulfilledAt, met, policy },
    late: Math.max(0, Math.round((consumed - target) * 1000) / 1000),
  }
}
