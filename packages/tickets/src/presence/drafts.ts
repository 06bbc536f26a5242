import type { Inside } from '../sla/inside.ts'
import type { TicketDraft } from './presence.ts'

export interface Kept {
  readonly body: string
  readonly after: string | null
  readonly at: string
}

interface Written {
  readonly body?: string
  /** What comes to the body that is there. */
  readonly more?: string
  readonly after?: string | null | undefined
}

/** What the actor has begun to write about a ticket. */
export async function draftOf({ table, actor }: Inside, ticketId: string): Promise<Kept | null> {
  const [row] = await table('ticketDraft').all({ ticketId, userId: actor.user })
  return row === undefined ? null : keptOf(row)
}

/** Keeps it, in one row for each agent and ticket. */
export async function saveDraft(context: Inside, ticketId: string, { body, more, after }: Written): Promise<Kept> {
  const { table, actor, now } = context
  const drafts = table('ticketDraft')
  const whose = { ticketId, userId: actor.user }
  await drafts.lock(`${ticketId} ${actor.user}`)
  const [before] = (await drafts.all(whose)).map(keptOf)
  const texts = body === undefined ? [before?.body, more] : [body]
  const kept: Kept = {
    body: texts.filter((text) => text !== undefined && text !== '').join('\n\n'),
    after: after === undefined ? (before?.after ?? null) : after,
    at: now,
  }
  if (before !== undefined) await drafts.update(whose, { ...kept })
  else await drafts.insert([{ ...whose, ...kept }])
  return kept
}

/** It was sent, or is not wanted any more. */
export const dropDraft = ({ table }: Inside, ticketId: string, userId: string): Promise<void> =>
  table('ticketDraft').delete([{ ticketId, userId }])

const keptOf = ({ body, after, at }: TicketDraft): Kept => ({ body, after, at })
