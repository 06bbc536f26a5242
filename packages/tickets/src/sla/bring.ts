import { firstMatching } from '../matching.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { advance, asksForStays } from './advance.ts'
import { type Clock, isOpen } from './clock.ts'
import type { SlaClock } from './clock-table.ts'
import { termsOf } from './from-policy.ts'
import type { Inside, Occasion } from './inside.ts'
import { type Kept, keep } from './keep.ts'
import type { Happening } from './metric.ts'
import type { SlaPolicy } from './policy.ts'
import type { News, Stay, Subject } from './terms.ts'
import { timesOf } from './times.ts'
import type { Calendars } from './work-time.ts'

/** A ticket as it is now, and what has just happened to it. */
export interface Item {
  readonly ticket: Ticket
  readonly happenings: readonly Happening[]
  /** Whether an agent had answered before. */
  readonly answered: boolean
  readonly waitingSince: string | null
}

/** Nothing has happened to it. */
export const asItIs = (ticket: Ticket): Item => ({
  ticket,
  happenings: [],
  answered: ticket.firstRepliedAt !== null,
  waitingSince: ticket.waitingSince,
})

/** Brings the clocks of tickets up to date, and answers how many have changed. */
export async function bring(
  context: Inside,
  calendars: Calendars,
  items: readonly Item[],
  occasion: Occasion,
): Promise<number> {
  const { table } = context
  const ids = items.map(({ ticket }) => ticket.id)
  const policies = await policiesOf(context)
  // Nothing was ever promised.
  if ((await table('slaPolicy').remembered('with')).length === 0) return 0
  const rows = await table('slaClock').all({ ticketId: { in: ids }, latest: true })
  if (policies.length === 0 && rows.length === 0) return 0
  const stored = byTicket(rows)
  const alive = items.map(({ ticket }) => ticket).filter(({ deletedAt }) => deletedAt === null)
  const chosen = await firstMatching(context, policies, alive)
  const times = await timesOf(context, calendars, [...policies, ...rows.map(({ policy }) => policy)])
  const gone = await thrownAway(context, policies, rows)
  const kept: Kept[] = []
  for (const item of items) {
    const ticketId = item.ticket.id
    const clocks = stored.get(ticketId) ?? []
    // Its timer may have come before this: what has ended meanwhile is not begun again.
    if (occasion === 'change' && !clocks.some(isOpen)) continue
    // Without its policy a clock ends; what comes next in the order is for what happens from now on.
    const orphan = clocks.find((clock) => isOpen(clock) && gone.has(clock.policy.id))
    const policy = occasion !== 'news' && orphan !== undefined ? undefined : chosen.get(ticketId)
    const terms = policy === undefined ? null : termsOf(policy, item.ticket.priority, times.of(policy))
    const changedAt = policy === undefined ? gone.get(orphan?.policy.id ?? '') : times.changedAt(policy)
    const { happenings } = item
    const at = context.now
    const news: News = {
      at,
      happenings,
      terms,
      changedAt: changedAt ?? at,
      ring: occasion === 'ring',
      timeOf: times.of,
    }
    const subject = subjectOf(item)
    const stays = asksForStays(subject, clocks, news) ? { stays: await staysOf(context, ticketId) } : {}
    kept.push({ ticketId, stored: clocks, ...advance({ ...subject, ...stays }, clocks, news) })
  }
  return keep(context, kept, occasion)
}

/** The policies, first those that are asked first. */
export const policiesOf = async ({ table }: Pick<Inside, 'table'>): Promise<readonly SlaPolicy[]> =>
  (await table('slaPolicy').remembered()).toSorted(byPosition)

/** Policies of open clocks that are not there any more, and since when. */
async function thrownAway(
  { table }: Inside,
  policies: readonly SlaPolicy[],
  rows: readonly SlaClock[],
): Promise<ReadonlyMap<string, string>> {
  const open = rows.filter(isOpen)
  const ids = [...new Set(open.map(({ policy }) => policy.id))].filter((id) => !policies.some((one) => one.id === id))
  if (ids.length === 0) return new Map()
  const found = (await table('slaPolicy').remembered('with')).filter(({ id }) => ids.includes(id))
  return new Map(found.map(({ id, deletedAt }) => [id, String(deletedAt)]))
}

function byTicket(rows: readonly SlaClock[]): ReadonlyMap<string, readonly Clock[]> {
  const found = new Map<string, Clock[]>()
  for (const row of rows) {
    const clocks = found.get(row.ticketId)
    if (clocks === undefined) found.set(row.ticketId, [row])
    else clocks.push(row)
  }
  return found
}

function subjectOf({ ticket, answered, waitingSince }: Item): Subject {
  const { stage, createdAt } = ticket
  const open = !['solved', 'closed'].includes(stage) && ticket.deletedAt === null && ticket.mergedIntoId === null
  return { stage, answered, waitingSince, open, createdAt }
}

const byPosition = (a: SlaPolicy, b: SlaPolicy): number =>
  a.position - b.position ||
  (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0) ||
  (a.id < b.id ? -1 : 1)

async function staysOf({ crm }: Inside, id: string): Promise<readonly Stay[]> {
  const stays = await crm.tickets.history(id)
  return stays.map(({ stage, enteredAt, leftAt }) => ({ stage, from: enteredAt, to: leftAt }))
}
