import { isCrmError } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import { namesIn, rendered } from './template.ts'

type Text = string | number | null | undefined
interface Person {
  readonly name?: Text
  readonly email?: Text
  readonly phone?: Text
}

/** A ticket and who is with it, as far as the actor may read them. */
interface Said {
  readonly ticket: { readonly [K in 'number' | 'subject' | 'category' | 'priority' | 'channel' | 'resolution']?: Text }
  readonly requester: Person | null
  readonly company: Person | null
  readonly assignee: Person | null
  readonly agent: Person | null
}

const values: Readonly<Record<string, (said: Said) => Text>> = {
  'ticket.number': ({ ticket }) => ticket.number,
  'ticket.subject': ({ ticket }) => ticket.subject,
  'ticket.category': ({ ticket }) => ticket.category,
  'ticket.priority': ({ ticket }) => ticket.priority,
  'ticket.channel': ({ ticket }) => ticket.channel,
  'ticket.resolution': ({ ticket }) => ticket.resolution,
  'ticket.requester.name': ({ requester }) => requester?.name,
  'ticket.requester.email': ({ requester }) => requester?.email,
  'ticket.requester.phone': ({ requester }) => requester?.phone,
  'ticket.company.name': ({ company }) => company?.name,
  'ticket.assignee.name': ({ assignee }) => assignee?.name,
  'ticket.assignee.email': ({ assignee }) => assignee?.email,
  'agent.name': ({ agent }) => agent?.name,
  'agent.email': ({ agent }) => agent?.email,
}

/** The names that texts may have. */
export const knownNames: readonly string[] = Object.keys(values)

/** Fills in what a ticket says, for the actor; nothing is read for texts without names. */
export async function filled(context: Inside, ticketId: string, text: string): Promise<string> {
  const names = namesIn(text)
  if (names.length === 0) return text
  const include = { contact: true, company: true, owner: true } as const
  const { contact, company, owner, ...ticket } = await context.crm.tickets.get(ticketId, { include })
  const asksForAgent = names.some((name) => name.startsWith('agent.'))
  const agent = asksForAgent ? await himself(context) : null
  const said: Said = { ticket, requester: contact, company, assignee: owner, agent }
  return rendered(text, (name) => String(values[name]?.(said) ?? ''))
}

/** The actor as a colleague; nobody, where he may not read of colleagues. */
async function himself({ crm, actor }: Inside): Promise<Person | null> {
  try {
    return (await crm.members.list({ where: { userId: actor.user }, limit: 1 })).items[0] ?? null
  } catch (error) {
    if (isCrmError(error, 'FORBIDDEN')) return null
    throw error
  }
}
