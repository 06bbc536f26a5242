import { CrmError } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { type Chats, hasWay, windowOf } from './chats.ts'
import type { ChatSession } from './session.ts'

/** Whether a customer may be written to, and as whom he is known there. */
export interface Session {
  readonly channel: string
  readonly open: boolean
  readonly closesAt: string | null
  readonly account: string | null
  readonly user: string | null
}

/** The session of a customer on a channel: the newest, if he writes to several accounts. */
export async function sessionOf(
  { table, add, now }: Pick<Inside, 'table' | 'add' | 'now'>,
  chats: Chats,
  contactId: string | null,
  channel: string,
): Promise<Session> {
  const window = windowOf(chats, channel)
  const sessions = contactId === null ? [] : await table('chatSession').all({ contactId, channel })
  const newest = sessions.reduce<ChatSession | undefined>(
    (a, b) => (a === undefined || b.lastAt > a.lastAt ? b : a),
    undefined,
  )
  const { account = null, user = null } = newest ?? {}
  if (window === null) return { channel, open: true, closesAt: null, account, user }
  // Whom nothing is known of cannot be written to by us. Where the host does it himself it is for him to know.
  if (newest === undefined) return { channel, open: !hasWay(chats, channel), closesAt: null, account, user }
  const closesAt = add(newest.lastAt, window)
  return { channel, open: now < closesAt, closesAt, account, user }
}

/** Refuses what could not be sent: nobody believes then that it was. */
export async function assertOpen(context: Inside, chats: Chats, contactId: string | null, channel: string) {
  const { open, closesAt } = await sessionOf(context, chats, contactId, channel)
  if (!open) throw new CrmError('SESSION_CLOSED', { details: { path: 'channel', channel, closedAt: closesAt } })
}
