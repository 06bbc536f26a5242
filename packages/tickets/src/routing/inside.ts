import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

/** What hooks and handlers of routing are given. */
export type Inside = Context<CoreTypes & TicketsTypes>

/** A row of a table, as they are given it. */
export type Row = Readonly<Record<string, unknown>>

/**
 * Nobody else of the tenant routes, or counts, until the transaction ends. Whoever also holds tickets has them before: those who
 * come to a ticket from here take it only where nobody has it.
 */
export const alone = ({ table }: Inside): Promise<void> => table('agentState').lock()
