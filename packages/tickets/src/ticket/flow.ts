import { definePipeline } from '@guanxi/core'

/**
 * The statuses of tickets. `new` until somebody has it; `pending` waits for the customer, `hold` for somebody else; `solved` may be
 * opened again, `closed` is over: what comes later is a follow-up.
 *
 * @example
 * console.log(toMermaid(ticketFlow)) // new, open, pending, hold, solved, then closed
 */
export const ticketFlow = definePipeline({
  entity: 'ticket',
  stages: { new: {}, open: {}, pending: {}, hold: {}, solved: {}, closed: { type: 'won' } },
  transitions: {
    new: ['open', 'pending', 'hold', 'solved', 'closed'],
    open: ['pending', 'hold', 'solved', 'closed'],
    pending: ['open', 'hold', 'solved', 'closed'],
    hold: ['open', 'pending', 'solved', 'closed'],
    solved: ['open', 'closed'],
  },
})
