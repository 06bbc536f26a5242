import { type Context, type CoreTypes, CrmError } from '@guanxi/core'
import type { TicketMessage, TicketMessageCreate } from '../../ticket/message.ts'
import { say } from '../../ticket/say.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import type { TicketsTypes } from '../../types.ts'
import { isSuppressed } from './addresses.ts'
import type { Envelope } from './envelope.ts'
import type { MailAddress } from './mail.ts'
import type { Mailbox } from './mailbox.ts'

type Inside = Context<CoreTypes & TicketsTypes>
type Dress = Pick<TicketMessageCreate, 'mailbox' | 'messageId' | 'references' | 'mail' | 'delivery'>
type Given = Pick<TicketMessageCreate, 'channel' | 'mailbox' | 'messageId' | 'references'>

/** Makes mails of what is said to customers. */
export interface Post {
  /** Tells whoever has opened a ticket that it is there. */
  acknowledge(context: Inside, ticket: Ticket, body: string): Promise<void>
  /**
   * What makes an answer a mail: from which mailbox, to whom, in which thread. Nothing, where it is none: the channel of the
   * ticket is another one, or nobody wrote by mail and no mailbox was named.
   */
  dressed(
    context: Inside,
    ticket: Ticket,
    given: Given,
    asked?: { readonly answers?: string | undefined },
  ): Promise<Dress>
}

/** The channels whose answers are mails. */
const byMail: readonly (string | null)[] = ['email', 'web']

/** Mails have so many references: the first, and the last ones. */
const mostReferences = 50

/** `sends`: somebody is there who sends them. */
export function postOffice({ sends }: { readonly sends: boolean }): Post {
  return {
    dressed: (context, ticket, given, asked) => dressed(context, sends, ticket, given, asked),
    async acknowledge(context, ticket, body) {
      const said = { kind: 'system', direction: 'out', channel: 'email', automatic: true, body } as const
      await say(context, ticket.id, { ...said, ...(await dressed(context, sends, ticket, said)) })
    },
  }
}

async function dressed(
  context: Inside,
  sends: boolean,
  ticket: Ticket,
  given: Given,
  { answers }: { readonly answers?: string | undefined } = {},
): Promise<Dress> {
  if (!byMail.includes(given.channel ?? ticket.channel)) return {}
  const answered = await answeredBy(context, ticket, answers)
  const box = await boxOf(context, given.mailbox ?? answered?.mailbox)
  if (box === undefined) return {}
  const mail = await envelopeOf(context, ticket, answered, box)
  if (mail === undefined) return {}
  for (const { address } of mail.to)
    if (await isSuppressed(context, address)) throw new CrmError('ADDRESS_SUPPRESSED', { details: { address } })
  // Nobody else says anything here until this is written: the version is this message's own.
  const [held] = await context.table('ticket').hold([ticket.id])
  return {
    mailbox: box.address,
    messageId: given.messageId ?? `<${ticket.id}.${held?.version}@${box.domain}>`,
    references: [...(given.references ?? referencesOf(answered))],
    mail,
    delivery: sends ? 'waiting' : null,
  }
}

/** The message that is answered: the one that is named, else the customer's newest. */
async function answeredBy(
  { crm }: Inside,
  { id }: Ticket,
  named: string | undefined,
): Promise<TicketMessage | undefined> {
  const which = named === undefined ? { direction: 'in' as const, mailbox: { ne: null } } : { id: named }
  const { items } = await crm.ticketMessages.list({
    where: { ticketId: id, ...which },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    limit: 1,
  })
  if (named !== undefined && items.length === 0)
    throw new CrmError('REFERENCE_NOT_FOUND', { details: { path: 'answers', entity: 'ticketMessage' } })
  return items[0]
}

async function boxOf({ table }: Inside, address: string | null | undefined): Promise<Mailbox | undefined> {
  if (address === null || address === undefined) return undefined
  const [box] = await table('mailbox').all({ address })
  return box
}

async function envelopeOf(
  { crm, table }: Inside,
  { subject, number, contactId }: Ticket,
  answered: TicketMessage | undefined,
  { address, name }: Mailbox,
): Promise<Envelope | undefined> {
  const asked = answered?.mail ?? undefined
  const own = new Set((await table('mailbox').all({})).map((box) => box.address))
  const written = [asked?.replyTo, asked?.from].find((one) => one !== undefined && !own.has(withoutToken(one.address)))
  const author = written ?? (contactId === null ? undefined : reachedBy(await crm.contacts.get(contactId)))
  if (author === undefined) return undefined
  const others = [...(asked?.to ?? []), ...(asked?.cc ?? [])].filter(
    (one) => one.address !== author.address && !own.has(withoutToken(one.address)),
  )
  return {
    from: { address, name: name ?? '' },
    to: [author],
    cc: [...new Map(others.map((one) => [one.address, one])).values()],
    subject: `Re: ${subject} [#${number}]`,
  }
}

const reachedBy = ({
  email,
  name,
}: {
  readonly email: string | null
  readonly name: string | null
}): MailAddress | undefined => (email === null ? undefined : { address: email, name: (name ?? '').slice(0, 200) })

/** An address as it is without what stands behind its plus. */
export const withoutToken = (address: string): string => address.replace(/\+[^@]*(?=@)/, '')

function referencesOf(answered: TicketMessage | undefined): readonly string[] {
  const { messageId = null, references = null } = answered ?? {}
  const all = [...new Set([...(references ?? []), ...(messageId === null ? [] : [messageId])])]
  return all.length <= mostReferences ? all : [...all.slice(0, 1), ...all.slice(1 - mostReferences)]
}
