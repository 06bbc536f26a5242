import type { CoreTypes, Done, EntityHooks } from '@guanxi/core'
import type { Ticket } from '../ticket/ticket.ts'
import type { TicketsTypes } from '../types.ts'
import { rulesOf, type SurveyOptions } from './options.ts'

/** Whoever has his ticket solved is asked later how it was, unless it is opened again before. */
export const surveyHooks = (options: SurveyOptions | undefined): EntityHooks<CoreTypes & TicketsTypes, 'ticket'> => ({
  actions: ['update', 'move', 'delete'],
  async afterWrite(changes, { later, cancel, add, now, actor }) {
    if (options === undefined) return
    for (const { action, id, before, after } of changes) {
      if (solvedNow(action, before, after) && after.contactId !== null) {
        const { delay } = rulesOf(options, actor.tenant)
        const input = { ticketId: id, cycle: after.reopened + 1 }
        await later({ at: add(now, delay), key: keyOf(id) }).surveys.ask(input)
      } else if (isOffNow(action, before, after)) await cancel(keyOf(id))
    }
  },
})

/** One waits for a ticket at most. */
export const keyOf = (ticketId: string): string => `survey ${ticketId}`

type Was = Done<Ticket>['before']
type Is = Done<Ticket>['after']

const solvedNow = (action: string, before: Was, after: Is): boolean =>
  action === 'move' && after.stage === 'solved' && before?.stage !== 'solved' && after.mergedIntoId === null

/** It was solved, and is opened again, merged into another, or thrown away. */
const isOffNow = (action: string, before: Was, after: Is): boolean =>
  (before?.stage === 'solved' && after.stage !== 'solved' && after.stage !== 'closed') ||
  (before?.mergedIntoId === null && after.mergedIntoId !== null) ||
  action === 'delete'
