import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

/** What hooks and handlers of clocks are given. */
export type Inside = Context<CoreTypes & TicketsTypes>

/** A row of a table, as they are given it. */
export type Row = Readonly<Record<string, unknown>>

/** Why clocks are looked at: something happened, the timer has come, or a policy was changed. */
export type Occasion = 'news' | 'ring' | 'change'
