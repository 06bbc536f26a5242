import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import type { Mail } from './mail.ts'
import type { Mailbox } from './mailbox.ts'
import { type Tokens, tokensIn } from './token.ts'

type Inside = Context<CoreTypes & TicketsTypes>

/** What a mail answers, and what it only names. */
interface Thread {
  readonly answers?: string
  readonly related?: string
}

/**
 * The ticket that a mail answers: by the signed address that it was sent to, by the mails that it refers to, the newest first, or
 * by the number in its subject, for who takes part in the ticket. The words of a subject say nothing.
 */
export async function threadOf(
  context: Inside,
  tokens: Tokens | undefined,
  mail: Mail,
  box: Mailbox,
  contactId: string,
): Promise<Thread> {
  const signed = tokens === undefined ? undefined : await signedFor(context, tokens, mail, box)
  const answers = signed ?? (await referredTo(context, mail.references))
  if (answers !== undefined) return { answers }
  const named = await namedIn(context, mail.subject)
  if (named === undefined) return {}
  const takesPart = named.participants.includes(mail.from.address) || named.contactId === contactId
  return takesPart ? { answers: named.id } : { related: named.id }
}

async function signedFor({ table, actor }: Inside, tokens: Tokens, { recipients }: Mail, { address }: Mailbox) {
  for (const token of tokensIn(recipients, address)) {
    const [ticket] = await table('ticket').all({ number: token.number })
    if (ticket !== undefined && (await tokens.holds(token, address, ticket.id, actor.tenant))) return ticket.id
  }
  return undefined
}

/** The messages of these ids, in the order of their index: in that of their own ids SQLite goes through all that there are. */
export const among = (ids: readonly string[]) => ({
  where: { messageId: { in: ids } },
  orderBy: { messageId: 'asc' as const },
  limit: 200,
})

async function referredTo({ crm }: Inside, references: readonly string[]): Promise<string | undefined> {
  if (references.length === 0) return undefined
  const { items: found } = await crm.ticketMessages.list(among(references))
  for (const id of references.toReversed()) {
    const message = found.find(({ messageId }) => messageId === id)
    if (message !== undefined) return String(message.ticketId)
  }
  return undefined
}

/** The ticket of the last number in a subject: `[#42]`. */
async function namedIn({ table }: Inside, subject: string) {
  const [, number] = [...subject.matchAll(/\[#(\d{1,15})\]/g)].at(-1) ?? []
  if (number === undefined) return undefined
  const [ticket] = await table('ticket').all({ number: Number(number) })
  return ticket
}
