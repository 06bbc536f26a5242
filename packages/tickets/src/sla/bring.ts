import { firstMatching } from '../matching.ts'
import { advance, asksForStays } from './advance.ts'
import { type Clock, isOpen } from './clock.ts'
import { termsOf } from './from-policy.ts'
import type { Inside, Occasion, Row } from './inside.ts'
import { type Kept, keep } from './keep.ts'
import type { Happening } from './metric.ts'
import type { SlaPolicy } from './policy.ts'
import { clockOf, policyOf } from './rows.ts'
import type { News, Stay, Subject } from './terms.ts'
import { timesOf } from './times.ts'
import type { Calendars } from './work-time.ts'

/** A ticket as it is now, and what has just happened to it. */
export interface Item {
  readonly ticket: Row
  readonly happenings: readonly Happening[]
  /** Whether an agent had answered before. */
  readonly answered: boolean
  readonly waitingSince: string | null
}

/** Nothing has happened to it. */
export const asItIs = (ticket: Row): Item => ({
  ticket,
  happenings: [],
  answered: ticket.firstRepliedAt !== null,
  waitingSince: ticket.waitingSince as string | null,
})

/** Brings the clocks of tickets up to date, and answers how many have changed. */
export async function bring(
  context: Inside,
  calendars: Calendars,
  items: readonly Item[],
  occasion: Occasion,
): Promise<number> {
  const { table } = context
  const ids = items.map(({ ticket }) => String(ticket.id))
  const policies = await policiesOf(context)
  const rows = await table('slaClock').all({ ticketId: { in: ids }, latest: true })
  if (policies.length === 0 && rows.length === 0) return 0
  const stored = byTicket(rows)
  const alive = items.map(({ ticket }) => ticket).filter(({ deletedAt }) => deletedAt === null)
  const chosen = await firstMatching(context, policies, alive)
  const times = await timesOf(context, calendars, [...policies, ...rows.map((row) => clockOf(row).policy)])
  const gone = await thrownAway(context, policies, rows)
  const kept: Kept[] = []
  for (const item of items) {
    const ticketId = String(item.ticket.id)
    const clocks = stored.get(ticketId) ?? []
    // Without its policy a clock ends; what comes next in the order is for what happens from now on.
    const orphan = clocks.find((clock) => isOpen(clock) && gone.has(clock.policy.id))
    const policy = occasion !== 'news' && orphan !== undefined ? undefined : chosen.get(ticketId)
    const terms = policy === undefined ? null : termsOf(policy, String(item.ticket.priority), times.of(policy))
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
  (await table('slaPolicy').remembered()).map(policyOf).sort(byPosition)

/** Policies of open clocks that are not there any more, and since when. */
async function thrownAway(
  { table }: Inside,
  policies: readonly SlaPolicy[],
  rows: readonly Row[],
): Promise<ReadonlyMap<string, string>> {
  const open = rows.map(clockOf).filter(isOpen)
  const ids = [...new Set(open.map(({ policy }) => policy.id))].filter((id) => !policies.some((one) => one.id === id))
  if (ids.length === 0) return new Map()
  const found = (await table('slaPolicy').remembered('with')).filter(({ id }) => ids.includes(String(id)))
  return new Map(found.map(({ id, deletedAt }) => [String(id), String(deletedAt)]))
}

function byTicket(rows: readonly Row[]): ReadonlyMap<string, readonly Clock[]> {
  const found = new Map<string, Clock[]>()
  for (const row of rows) {
    const ticketId = String(row.ticketId)
    const clocks = found.get(ticketId)
    if (clocks === undefined) found.set(ticketId, [clockOf(row)])
    else clocks.push(clockOf(row))
  }
  return found
}

function subjectOf({ ticket, answered, waitingSince }: Item): Subject {
  const stage = String(ticket.stage)
  const open = !['solved', 'closed'].includes(stage) && ticket.deletedAt === null && ticket.mergedIntoId === null
  return { stage, answered, waitingSince, open, createdAt: String(ticket.createdAt) }
}

const byPosition = (a: SlaPolicy, b: SlaPolicy): number =>
  a.position - b.position ||
  (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0) ||
  (a.id < b.id ? -1 : 1)

async function staysOf({ crm }: Inside, id: string): Promise<readonly Stay[]> {
  const stays = await crm.tickets.history(id)
  return stays.map(({ stage, enteredAt, leftAt }) => ({ stage, from: enteredAt, to: leftAt }))
}
