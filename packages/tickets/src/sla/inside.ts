import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

/** What hooks and handlers of clocks are given. */
export type Inside = Context<CoreTypes & TicketsTypes>

/** Why clocks are looked at: something happened, the timer has come, or a policy was changed. */
export type Occasion = 'news' | 'ring' | 'change'
