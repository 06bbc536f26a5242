import type { NewRow } from '@guanxi/core'
import type { Advanced } from './advance.ts'
import type { Clock } from './clock.ts'
import type { SlaClock } from './clock-table.ts'
import type { Inside, Occasion } from './inside.ts'

/** The clocks of a ticket as they were, and as they are. */
export interface Kept extends Advanced {
  readonly ticketId: string
  readonly stored: readonly Clock[]
}

/** Writes what has changed: clocks, the log, facts, escalations, and timers. Answers how many clocks have changed. */
export async function keep(context: Inside, kept: readonly Kept[], occasion: Occasion): Promise<number> {
  const { table, emit, later } = context
  const changed = kept.flatMap(changesOf)
  const rows = changed.map(({ row }) => row)
  const fields = new Set(changed.flatMap(({ fields }) => fields))
  if (rows.length > 0) await table('slaClock').put(rows, [...fields])
  const entries = kept.flatMap(({ ticketId, entries }) => entries.map((entry) => ({ ...entry, ticketId })))
  if (entries.length > 0) await table('slaEvent').insert(entries)
  for (const { type, ticketId, metric, instance, at, dueAt, rule } of entries) {
    if (type === 'breach')
      emit('ticket.breached', { metric, instance, at, dueAt }, { entity: 'ticket', recordId: ticketId })
    if (type === 'escalate' && rule !== null) await later().tickets.escalate(ticketId, { metric, instance, rule })
  }
  for (const each of kept) await setTimer(context, each, occasion)
  return changed.length
}

interface Changed {
  readonly row: NewRow<SlaClock> & Pick<Clock, 'id'>
  readonly fields: readonly (keyof SlaClock)[]
}

function changesOf({ ticketId, stored, clocks }: Kept): readonly Changed[] {
  const known = new Map(stored.map((clock) => [clock.id, clock]))
  return clocks.flatMap((clock): Changed[] => {
    const before = known.get(clock.id)
    const fields = before === undefined ? [] : differing(before, clock)
    if (before !== undefined && fields.length === 0) return []
    return [{ row: { ...clock, ticketId, policyId: clock.policy.id }, fields }]
  })
}

/** A ticket has one timer, at the next instant at which one of its clocks has to be looked at. */
async function setTimer({ later, cancel }: Inside, { ticketId, stored, clocks }: Kept, occasion: Occasion) {
  const [before, next] = [firstOf(stored), firstOf(clocks)]
  const key = `sla ${ticketId}`
  // A timer that has come is no more.
  const there = occasion === 'ring' ? undefined : before
  if (next !== undefined && next !== there) await later({ at: next, key }).tickets.ring(ticketId, {})
  if (next === undefined && there !== undefined) await cancel(key)
}

const firstOf = (clocks: readonly Clock[]): string | undefined => clocks.flatMap(({ nextAt }) => nextAt ?? []).sort()[0]

const plain = [
  ...(['metric', 'instance', 'state', 'target', 'consumed', 'since', 'startedAt', 'dueAt', 'targetSince'] as const),
  ...(['warnedAt', 'breachedAt', 'fulfilledAt', 'nextAt', 'latest'] as const),
]
const lists = ['segments', 'fired', 'acted'] as const
const said = ['id', 'name', 'clock', 'calendarId', 'priority'] as const

function differing(a: Clock, b: Clock): readonly (keyof SlaClock)[] {
  const same = said.every((name) => a.policy[name] === b.policy[name])
  return [
    ...plain.filter((name) => a[name] !== b[name]),
    ...lists.filter((name) => a[name] !== b[name] && JSON.stringify(a[name]) !== JSON.stringify(b[name])),
    ...(same ? [] : (['policy', 'policyId'] as const)),
  ]
}
