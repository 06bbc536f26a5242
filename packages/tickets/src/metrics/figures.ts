import { field } from '@guanxi/core'

const text = () => field.string().optional().plain().generated()
const count = () => field.integer().optional().generated()

/**
 * What a ticket has in figures: written down when it is first answered and when it is solved, by whom it then was, and never
 * changed by what comes later, but that a ticket which is opened again has not been solved. In whole seconds of the clock, and
 * of the business calendar (`Work`). A cell is the place of the figure in a histogram: see {@link cellOf}.
 */
export const figureFields = {
  firstRepliedBy: text(),
  firstReplySeconds: count(),
  firstReplyCell: text(),
  firstReplyWorkSeconds: count(),
  firstReplyWorkCell: text(),
  /** When it was solved for the last time, or closed without that; null while it is open, and of what was merged. */
  resolvedAt: field.datetime().optional().generated(),
  resolvedBy: text(),
  resolutionSeconds: count(),
  resolutionCell: text(),
  resolutionWorkSeconds: count(),
  resolutionWorkCell: text(),
}

/** By cell, for the exact values in the middle of a report; by instant, for what is no whole month. */
export const figureIndexes = [
  ['firstReplyCell', 'firstReplySeconds', 'firstRepliedAt', 'deletedAt'],
  ['firstReplyWorkCell', 'firstReplyWorkSeconds', 'firstRepliedAt', 'deletedAt'],
  ['resolutionCell', 'resolutionSeconds', 'resolvedAt', 'deletedAt'],
  ['resolutionWorkCell', 'resolutionWorkSeconds', 'resolvedAt', 'deletedAt'],
  ['firstRepliedAt', 'firstReplyCell', 'firstReplyWorkCell', 'deletedAt'],
  ['resolvedAt', 'resolutionCell', 'resolutionWorkCell', 'reopened', 'deletedAt'],
  ['createdAt', 'resolvedAt', 'mergedIntoId', 'deletedAt'],
  ['type', 'createdAt', 'productId', 'cause'],
] as const

/** Which clock: every hour, or those of business. */
export const clocks = ['calendar', 'business'] as const
export type ClockName = (typeof clocks)[number]

/** Where a figure stands on tickets. */
export interface Figure {
  readonly at: 'firstRepliedAt' | 'resolvedAt'
  readonly seconds: 'firstReplySeconds' | 'firstReplyWorkSeconds' | 'resolutionSeconds' | 'resolutionWorkSeconds'
  readonly cell: 'firstReplyCell' | 'firstReplyWorkCell' | 'resolutionCell' | 'resolutionWorkCell'
}

export const figures: Readonly<Record<'firstReply' | 'resolution', Readonly<Record<ClockName, Figure>>>> = {
  firstReply: {
    calendar: { at: 'firstRepliedAt', seconds: 'firstReplySeconds', cell: 'firstReplyCell' },
    business: { at: 'firstRepliedAt', seconds: 'firstReplyWorkSeconds', cell: 'firstReplyWorkCell' },
  },
  resolution: {
    calendar: { at: 'resolvedAt', seconds: 'resolutionSeconds', cell: 'resolutionCell' },
    business: { at: 'resolvedAt', seconds: 'resolutionWorkSeconds', cell: 'resolutionWorkCell' },
  },
}
