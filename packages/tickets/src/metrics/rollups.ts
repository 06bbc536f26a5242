import { type CoreTypes, defineRollup, type Rollup } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { clocks, figures } from './figures.ts'

type Types = CoreTypes & TicketsTypes

/** Of what the rollups consist, which is asked for with each question: a ticket that nobody has answered is in no group. */
export const happened = { firstRepliedAt: { isNull: false }, resolvedAt: { isNull: false } } as const

const names = {
  firstReply: { calendar: 'ticketFirstReplies', business: 'ticketFirstRepliesInHours' },
  resolution: { calendar: 'ticketResolutions', business: 'ticketResolutionsInHours' },
}

/** How many replies and solutions an agent had in a month, by the band of their seconds. */
export const rollups: readonly Rollup[] = (['firstReply', 'resolution'] as const).flatMap((of) =>
  clocks.map((clock) => {
    const { at, cell } = figures[of][clock]
    return defineRollup<Types>({
      name: names[of][clock],
      entity: 'ticket',
      where: { [at]: happened[at] },
      groupBy: {
        month: { field: at, bucket: 'month', timeZone: 'UTC' },
        cell,
        ...(of === 'resolution' ? { reopened: 'reopened' as const } : {}),
      },
      // All that is asked of them.
      indexes: [['cell', 'month', ...(of === 'resolution' ? ['reopened'] : []), 'rows']],
    })
  }),
)
