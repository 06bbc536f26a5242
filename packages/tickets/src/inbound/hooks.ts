import type { CoreTypes, EntityHooks } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { domainOf } from './email/message-id.ts'
import { sanitized } from './email/sanitize.ts'

type Message = Readonly<Record<string, unknown>>

/** Whoever writes a message, its HTML may be shown: that of customers loads no pictures from elsewhere. */
export const messageHooks: EntityHooks<CoreTypes & TicketsTypes> = {
  actions: ['create', 'update'],
  beforeWrite(changes) {
    for (const { input, set } of changes) {
      const given = input.messages as readonly Message[] | { readonly add?: readonly Message[] } | undefined
      if (given === undefined) continue
      const added = 'length' in given ? given : (given.add ?? [])
      if (added.every(({ html }) => typeof html !== 'string')) continue
      const safe = added.map(shown)
      set({ messages: 'length' in given ? safe : { ...given, add: safe } })
    }
  },
}

const shown = (message: Message): Message =>
  typeof message.html === 'string'
    ? { ...message, html: sanitized(message.html, { remote: message.direction === 'out' }) }
    : message

/** Each mailbox has a domain of its own for Message-IDs. */
export const mailboxHooks: EntityHooks<CoreTypes & TicketsTypes, 'mailbox'> = {
  actions: ['create', 'update'],
  beforeWrite(changes) {
    for (const { before, input, set } of changes) {
      const { address, domain } = { ...before, ...input }
      if ((domain ?? null) === null) set({ domain: `tickets.${domainOf(String(address))}` })
    }
  },
}
