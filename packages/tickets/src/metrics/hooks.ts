import type { CoreTypes, Draft, EntityHooks } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import type { Calendars, WorkTime } from '../sla/work-time.ts'
import { isOver } from '../ticket/over.ts'
import type { TicketsTypes } from '../types.ts'
import { bandOf, cellOf, yearOf } from './band.ts'
import { mainTime, secondsBetween } from './work-seconds.ts'

type Hooks = EntityHooks<CoreTypes & TicketsTypes>

/** Writes the figures of a ticket down, with the change that makes them. Stands after what sets `firstRepliedAt`. */
export const figureHooks = (calendars: Calendars): Hooks => ({
  actions: ['create', 'update', 'move'],
  async beforeWrite(changes, context) {
    let time: Promise<WorkTime | undefined> | undefined
    for (const change of changes) {
      if (undone(change)) change.set(unsolved)
      if (!isFirstReply(change) && !isEnd(change)) continue
      time ??= mainTime(context, calendars)
      if (isFirstReply(change)) change.set(replied(change, await time))
      if (isEnd(change)) change.set(resolved(change, await time, context.now))
    }
  },
})

const missing = (value: unknown): boolean => value === null || value === undefined

const isFirstReply = ({ before, input }: Draft): boolean =>
  before !== null && missing(before.firstRepliedAt) && !missing(input.firstRepliedAt)

/** It is solved, or closed without that, or was solved before it was written down. What goes on in another has not been solved. */
const isEnd = ({ before, to, input }: Draft): boolean =>
  before === null ? isOver(input.stage) : isOver(to) && !isOver(before.stage) && missing(before.mergedIntoId)

const undone = ({ before, to, input }: Draft): boolean =>
  before !== null &&
  !missing(before.resolvedAt) &&
  ((to !== undefined && !isOver(to)) || (missing(before.mergedIntoId) && !missing(input.mergedIntoId)))

/** Who has it with this change. */
function ownerOf({ before, input }: Draft): string | null {
  const owner = input.ownerId === undefined ? before?.ownerId : input.ownerId
  return typeof owner === 'string' ? owner : null
}

function replied(change: Draft, time: WorkTime | undefined) {
  const at = String(change.input.firstRepliedAt)
  const { by, calendar, business, cell } = figureOf(change, time, at)
  return {
    firstRepliedBy: by,
    firstReplySeconds: calendar,
    firstReplyCell: cell(calendar),
    firstReplyWorkSeconds: business,
    firstReplyWorkCell: cell(business),
  }
}

function resolved(change: Draft, time: WorkTime | undefined, now: string) {
  const { by, calendar, business, cell } = figureOf(change, time, now)
  return {
    resolvedAt: now,
    resolvedBy: by,
    resolutionSeconds: calendar,
    resolutionCell: cell(calendar),
    resolutionWorkSeconds: business,
    resolutionWorkCell: cell(business),
  }
}

/** What happens at an instant, since the ticket is there; one that is made solved took no time. */
function figureOf(change: Draft, time: WorkTime | undefined, at: string) {
  const by = ownerOf(change)
  const cell = (seconds: number | null) => (seconds === null ? null : cellOf(yearOf(at), bandOf(seconds), by))
  return { by, cell, ...secondsBetween(time, String(change.before?.createdAt ?? at), at) }
}

const unsolved = {
  resolvedAt: null,
  resolvedBy: null,
  resolutionSeconds: null,
  resolutionCell: null,
  resolutionWorkSeconds: null,
  resolutionWorkCell: null,
}

/** A tenant has one main calendar: who makes another the main one takes it from this. */
export const mainCalendarHooks: Hooks = {
  actions: ['create', 'update', 'restore'],
  async afterWrite(changes, { crm, table }: Inside) {
    const main = changes.filter(({ before, after }) => after.main === true && before?.main !== true).at(-1)
    if (main === undefined) return
    await table('businessCalendar').lock('main')
    for (const { id } of await table('businessCalendar').all({ main: true }))
      if (id !== main.id) await crm.businessCalendars.update(id, { main: false })
  },
}
