import { type CoreTypes, defineMeasure, type MeasureIR } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

const define = defineMeasure<CoreTypes & TicketsTypes>

/** One that was merged is counted with the ticket that it was merged into. */
const own = { mergedIntoId: null } as const

/** What a desk has done, by names: `@guanxi/analytics` asks for them. */
export const measures: readonly MeasureIR[] = [
  define({
    name: 'tickets.opened',
    summary: 'How many tickets came in.',
    entity: 'ticket',
    at: 'createdAt',
    of: { fn: 'count', where: own },
  }),
  define({
    name: 'tickets.openedAndSolved',
    summary: 'How many of the tickets that came in are solved by now; what was opened again is not.',
    entity: 'ticket',
    at: 'createdAt',
    of: { fn: 'count', where: { ...own, resolvedAt: { isNull: false } } },
  }),
  define({
    name: 'tickets.complaints',
    summary: 'How many complaints came in.',
    entity: 'ticket',
    at: 'createdAt',
    of: { fn: 'count', where: { ...own, type: 'complaint' } },
  }),
  define({
    name: 'tickets.solved',
    summary: 'How many tickets were solved for the last time, or closed without that.',
    entity: 'ticket',
    at: 'resolvedAt',
    of: { fn: 'count' },
  }),
  define({
    name: 'tickets.reopened',
    summary: 'Of the tickets that were solved: how many had been opened again before.',
    entity: 'ticket',
    at: 'resolvedAt',
    of: { fn: 'count', where: { reopened: { gt: 0 } } },
  }),
  define({
    name: 'tickets.resolutionWorkSeconds',
    summary: 'How long it took on the average to solve a ticket, in seconds of the business calendar.',
    entity: 'ticket',
    at: 'resolvedAt',
    of: { fn: 'avg', field: 'resolutionWorkSeconds', rounding: 'half-up' },
  }),
  define({
    name: 'tickets.score',
    summary: 'What customers said last about their tickets on the average, 0 to 10, by when they were asked last.',
    entity: 'ticket',
    at: 'surveyedAt',
    of: { fn: 'avg', field: 'score', rounding: 'half-up' },
  }),
  define({
    name: 'tickets.lowScores',
    summary: 'How many of them said less than 6.',
    entity: 'ticket',
    at: 'surveyedAt',
    of: { fn: 'count', where: { score: { lt: 6 } } },
  }),
]
