import { type Context, type CoreTypes, CrmError } from '@guanxi/core'
import type { TicketMessage } from '../../ticket/message.ts'
import { receive } from '../../ticket/receive.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import type { TicketsTypes } from '../../types.ts'
import { contactBy } from '../customer.ts'
import { mayAck, release, suppress } from './addresses.ts'
import { isAutomatic, wantsNoAck } from './automatic.ts'
import type { MailResult } from './book.ts'
import { boxAt, boxesOf } from './boxes.ts'
import type { DeliveryReport, Mail } from './mail.ts'
import type { Mailbox } from './mailbox.ts'
import { domainOf } from './message-id.ts'
import { type Post, withoutToken } from './post.ts'
import { threadOf } from './thread.ts'
import type { Tokens } from './token.ts'

type Inside = Context<CoreTypes & TicketsTypes>

/** By what a mail is taken in. */
export interface Sorting {
  readonly post: Post
  readonly tokens: Tokens | undefined
  readonly acks: boolean
}

export interface Taken {
  readonly result: MailResult
  readonly ticketId: string | null
  /** The message of the ticket. */
  readonly messageId: string | null
}

/** What comes back, what was there already, what answers something, and what is new: in this order. */
export async function take(context: Inside, sorting: Sorting, mail: Mail, box: Mailbox): Promise<Taken> {
  // Whoever has fetched the same mail waits here.
  await context.table('mailDelivery').lock(mail.messageId)
  const boxes = await boxesOf(context)
  const known = await context.table('mailDelivery').all({ messageId: mail.messageId })
  const result = async (result: MailResult, ticketId: string | null = null, messageId: string | null = null) => {
    if (!known.some((one) => one.mailbox === box.address))
      await note(context, mail, box, { result, ticketId, messageId })
    return { result, ticketId, messageId }
  }
  if (isOwn(mail, boxes)) return result('loop_dropped')
  if (mail.report !== undefined) return result('bounce_recorded', await returned(context, mail.report))
  const [before] = known
  if (before !== undefined) return result('duplicate', before.ticketId, before.recordId)
  const taken = await sorted(context, sorting, mail, box, boxes)
  return result(taken.result, taken.ticketId, taken.messageId)
}

/** We have sent it ourselves. */
function isOwn({ messageId, from, headers }: Mail, boxes: readonly Mailbox[]): boolean {
  const passed = (headers.get('x-loop') ?? []).map((value) => value.toLowerCase())
  return boxes.some(
    ({ address, domain }) =>
      domainOf(messageId) === domain ||
      withoutToken(from.address) === address ||
      passed.some((one) => one.includes(address)),
  )
}

async function sorted(
  context: Inside,
  { post, tokens, acks }: Sorting,
  mail: Mail,
  box: Mailbox,
  boxes: readonly Mailbox[],
): Promise<Taken> {
  const contact = await contactBy(context, mail.from)
  const { answers, related } = await threadOf(context, tokens, mail, box, contact.id)
  const automatic =
    isAutomatic(mail.headers) || (answers !== undefined && (await isFlood(context, answers, mail.from.address)))
  // Who writes himself is there.
  if (!automatic) await release(context, mail.from.address)
  const ticketId = answers ?? (await opened(context, mail, box, contact, boxes))
  const { ticket, message, followed } = await receive(context, ticketId, {
    ...{ body: mail.body, html: mail.html, files: mail.files, automatic, contactId: contact.id },
    ...{ channel: 'email', mailbox: box.address, messageId: mail.messageId, references: [...mail.references] },
    mail: { ...envelopeOf(mail), raw: mail.hash },
    raw: mail.bytes,
  })
  await join(context, ticket, mail, boxes)
  if (related !== undefined) await context.crm.ticketLinks.create({ fromId: ticket.id, toId: related, kind: 'related' })
  const fresh = answers === undefined || followed
  if (fresh && acks && !automatic && !wantsNoAck(mail.headers, mail.from.address))
    await acknowledge(context, post, ticket, message, box)
  return { result: followed ? 'follow_up' : fresh ? 'created' : 'appended', ticketId: ticket.id, messageId: message.id }
}

/** The ticket of a mail that answers nothing. */
async function opened(
  { crm }: Inside,
  mail: Mail,
  { teamId }: Mailbox,
  { id: contactId, companyId }: { readonly id: string; readonly companyId: string | null },
  boxes: readonly Mailbox[],
): Promise<string> {
  const subject = mail.subject || '(no subject)'
  const participants = [...joined([], mail, boxes)]
  return (await crm.tickets.create({ subject, channel: 'email', contactId, companyId, teamId, participants })).id
}

function envelopeOf({ from, to, cc, subject, replyTo }: Mail) {
  return { from, to: [...to], cc: [...cc], subject, ...(replyTo === undefined ? {} : { replyTo }) }
}

/** Who has written, and who has read it, takes part. */
async function join(
  { crm }: Inside,
  { id, participants }: Ticket,
  mail: Mail,
  boxes: readonly Mailbox[],
): Promise<void> {
  const all = joined(participants, mail, boxes)
  if (all.length > participants.length) await crm.tickets.update(id, { participants: [...all] })
}

function joined(known: readonly string[], { from, to, cc }: Mail, boxes: readonly Mailbox[]): readonly string[] {
  const own = new Set(boxes.map(({ address }) => address))
  const all = [from, ...to, ...cc].map(({ address }) => address).filter((address) => !own.has(withoutToken(address)))
  return [...new Set([...known, ...all])].slice(0, 200)
}

/** Two machines that answer each other look like this: so many mails of one address in one thread, in so short a time. */
const [flood, within] = [10, 'PT10M']

async function isFlood({ crm, now, add }: Inside, ticketId: string, address: string): Promise<boolean> {
  const { items } = await crm.ticketMessages.list({
    where: { ticketId, direction: 'in', createdAt: { gt: add(now, `-${within}`) } },
    limit: 100,
  })
  return items.filter(({ mail }) => mail?.from.address === address).length >= flood
}

async function acknowledge(
  context: Inside,
  post: Post,
  ticket: Ticket,
  message: TicketMessage,
  box: Mailbox,
): Promise<void> {
  if (box.ack === null || message.mail === null) return
  if (!(await mayAck(context, message.mail.from.address))) return
  await post.acknowledge(context, ticket, box.ack.replaceAll('{number}', String(ticket.number)))
}

/** A mail of ours did not arrive. Of which ticket it was. */
async function returned(context: Inside, { messageId, recipients }: DeliveryReport): Promise<string | null> {
  const { crm, table } = context
  if (messageId === undefined) return null
  const [message] = await table('ticketMessage').all({ messageId, direction: 'out' })
  if (message === undefined) return null
  const sentTo = [...(message.mail?.to ?? []), ...(message.mail?.cc ?? [])].map(({ address }) => address)
  const failed = recipients.filter(({ action, address }) => action === 'failed' && sentTo.includes(address))
  for (const { address, status } of failed)
    if (status.startsWith('5')) await suppress(context, address, `returned: ${status}`)
  if (failed.length > 0) await crm.mail.delivered({ mail: messageId, delivery: 'failed' })
  return message.ticketId
}

async function note(context: Inside, mail: Mail, box: Mailbox, { result, ticketId, messageId }: Taken): Promise<void> {
  const { table, now: at } = context
  const { messageId: id, hash: raw, from } = mail
  await table('mailDelivery').insert([
    { at, mailbox: box.address, messageId: id, sender: from.address, result, ticketId, recordId: messageId, raw },
  ])
}

/** The mailbox of an address. */
export async function boxBy(context: Inside, address: string): Promise<Mailbox> {
  const box = await boxAt(context, address)
  if (box === undefined)
    throw new CrmError('REFERENCE_NOT_FOUND', {
      details: { path: 'mailbox', entity: 'mailbox' },
      hint: 'Give the address of a mailbox: me.mailboxes.list({}).',
    })
  return box
}
