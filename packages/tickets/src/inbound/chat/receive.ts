import type { Ticket } from '../../ticket/ticket.ts'
import type { Inside } from '../inside.ts'
import { later, sentAt } from '../sent-at.ts'
import { stillThere } from '../still-there.ts'
import type { ChatSession } from './session.ts'

/** What a customer writes on a chat channel. */
export interface Written {
  readonly account?: string | undefined
  readonly user: string
  readonly messageId: string
  readonly text?: string | undefined
  readonly type?: string | undefined
  readonly at?: string | undefined
  readonly name?: string | undefined
}

/** Takes in what a customer writes: to the ticket that it goes on with, or to a new one. */
export async function receive(context: Inside, channel: string, written: Written) {
  const { table } = context
  const { account = '', user, messageId } = written
  const who = { channel, account, user }
  // What one person writes comes one after another, however often it is brought.
  await table('chatSession').lock(JSON.stringify([channel, account, user]))
  const mailbox = `${channel}:${account}`
  const [same] = await table('ticketMessage').all({ messageId, mailbox }, 'with')
  const [known] = await table('chatSession').all(who)
  if (same !== undefined)
    return {
      result: 'duplicate' as const,
      deduped: true,
      ticketId: same.ticketId,
      contactId: known?.contactId ?? String(same.contactId),
    }
  const contactId = await contactOf(context, channel, written, known)
  const body = written.text ?? `[${written.type ?? 'text'}]`
  const said = { body, channel, mailbox, messageId, contactId }
  const { ticketId, result } = await ticketOf(context, known, channel, said)
  const at = sentAt(context, written.at)
  const lastAt = known === undefined ? at : later(known.lastAt, at)
  const state = { contactId, ticketId, lastAt }
  if (known === undefined) await table('chatSession').insert([{ ...who, ...state }])
  else await table('chatSession').update({ id: known.id }, state)
  return { result, deduped: false, ticketId, contactId }
}

/** Who it is: whoever it was the last time, whoever is reached there, or somebody new. */
async function contactOf({ crm }: Inside, channel: string, { user, name }: Written, known: ChatSession | undefined) {
  if (known !== undefined && (await crm.contacts.count({ where: { id: known.contactId } })) > 0) return known.contactId
  const point =
    channel === 'wechat'
      ? { kind: 'wechat' as const, value: user }
      : { kind: 'external' as const, value: `${channel}:${user}` }
  const where = { kind: point.kind, normal: point.value.trim() }
  const [found] = (await crm.contactPoints.list({ where, orderBy: { id: 'asc' }, limit: 1 })).items
  if (found !== undefined) return found.contactId
  return (await crm.contacts.create({ ...(name === undefined ? {} : { name }), points: [point] })).id
}

interface Said {
  readonly body: string
  readonly channel: string
  readonly mailbox: string
  readonly messageId: string
  readonly contactId: string
}

async function ticketOf(context: Inside, known: ChatSession | undefined, channel: string, said: Said) {
  const { crm } = context
  const before = known === undefined ? undefined : await stillThere(context, known.ticketId)
  if (before === undefined) {
    const { contactId, ...message } = said
    const ticket = { subject: subjectOf(said.body), channel, contactId }
    return { ticketId: (await crm.tickets.open({ ticket, message })).id, result: 'created' as const }
  }
  const { ticket } = await crm.tickets.receive(before.id, said)
  return { ticketId: ticket.id, result: results[before.stage] ?? ('appended' as const) }
}

/** What becomes of a ticket that was solved, and of one that was closed. */
const results: { readonly [K in Ticket['stage']]?: 'reopened' | 'follow_up' } = {
  solved: 'reopened',
  closed: 'follow_up',
}

/** The beginning of its first line. */
function subjectOf(body: string): string {
  const line = body.trim().split('\n', 1)[0] ?? ''
  const letters = [...line]
  return letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : line || '…'
}
