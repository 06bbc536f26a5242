import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

/** What hooks and handlers of channels are given. */
export type Inside = Context<CoreTypes & TicketsTypes>
