import type { Context, CoreTypes, Where } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

/** What hooks and handlers of routing are given. */
export type Inside = Context<CoreTypes & TicketsTypes>

/** A condition on rows of a table. */
export type Condition<E extends keyof TicketsTypes['entities']> = Where<CoreTypes & TicketsTypes, E>

/**
 * Nobody else of the tenant routes, or counts, until the transaction ends. Whoever also holds tickets has them before: those who
 * come to a ticket from here take it only where nobody has it.
 */
export const alone = ({ table }: Inside): Promise<void> => table('agentState').lock()
