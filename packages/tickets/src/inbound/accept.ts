import { type Context, type CoreTypes, invalid } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

type Call = (payload: unknown) => Promise<void>

/**
 * Stores what came in, and takes it later: whoever has sent it is answered at once. A channel is a command `inbound.<channel>`, of this
 * plugin or of another; what it refuses is a dead letter, which can be replayed.
 */
export async function accept(
  { later }: Context<CoreTypes & TicketsTypes>,
  channel: string,
  payload: unknown,
): Promise<void> {
  const channels: Readonly<Record<string, unknown>> = later().inbound
  const call = channel !== 'accept' && Object.hasOwn(channels, channel) ? channels[channel] : undefined
  if (call === undefined) {
    const known = Object.keys(channels).filter((name) => name !== 'accept')
    throw invalid('channel', 'is none that there is', `One of ${known.join(', ')}.`)
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw invalid('payload', 'expected an object')
  await (call as Call)(payload)
}
