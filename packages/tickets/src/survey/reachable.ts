import type { Context, CoreTypes } from '@guanxi/core'
import type { Ticket } from '../ticket/ticket.ts'
import type { TicketsTypes } from '../types.ts'

/**
 * Whether the customer of a ticket can be written to now: a channel may have closed its session. It is asked in the transaction in
 * which the survey is sent.
 *
 * @example
 * const inTwoDays: Reachable = async ({ now, add }, { channel, waitingSince }) =>
 *   channel !== 'wechat' || waitingSince === null || now < add(waitingSince, 'PT48H')
 */
export type Reachable = (context: Context<CoreTypes & TicketsTypes>, ticket: Ticket) => Promise<boolean>
