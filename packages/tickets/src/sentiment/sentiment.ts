import type { CoreTypes, Courier, CourierContext, HandlersOf } from '@guanxi/core'
import { isOfCustomer } from '../ticket/heard.ts'
import { priorities } from '../ticket/ticket.ts'
import type { TicketsTypes } from '../types.ts'
import type { sentimentOfTicket } from './operations.ts'

type Types = CoreTypes & TicketsTypes

/**
 * Whoever can tell from a text how somebody feels.
 *
 * @example
 * const sentiment: Sentiment = { score: async ({ text }) => (text.includes('投诉') ? -0.8 : 0) }
 * const crm = createCrm({ storage, plugins: [tickets({ sentiment })] })
 */
export interface Sentiment {
  /** From -1, angry, to 1; null where it cannot be told. */
  score(said: { readonly text: string; readonly channel: string | null; readonly key: string }): Promise<number | null>
  /** A customer is angry at this score and below: -0.5 unless told. */
  readonly angry?: number
}

const tag = 'angry'

export const sentimentHandlers = (angry = -0.5): HandlersOf<Types, { tickets: typeof sentimentOfTicket }> => ({
  tickets: {
    async mood({ crm, table }, { id, score }) {
      await crm.tickets.get(id)
      await table('ticket').hold([id])
      const { mood, priority } = await crm.tickets.get(id)
      // A ticket remembers the worst, so that its priority is raised once.
      if (mood !== null && score >= mood) return crm.tickets.get(id)
      await table('ticket').set(id, { mood: score })
      if (score <= angry && (mood === null || mood > angry)) {
        const raised = priorities[priorities.indexOf(priority) + 1] ?? priority
        await crm.tickets.update(id, { priority: raised, tags: { add: [tag] } })
      }
      return crm.tickets.get(id)
    },
  },
})

/** What customers say is judged after it was stored. */
export const sentimentCouriers = ({ score }: Sentiment) => {
  const judge = async (ticketId: string, messageId: string | undefined, { crm, key }: CourierContext<Types>) => {
    const which = messageId === undefined ? { ticketId } : { id: messageId }
    const { items } = await crm.ticketMessages.list({ where: which, orderBy: { id: 'asc' }, limit: 20 })
    for (const message of items.filter((one) => isOfCustomer({ ...one }))) {
      const text = message.body
      const felt = await score({ text, channel: message.channel, key: `${key} ${message.id}` })
      if (felt === null || !Number.isFinite(felt)) continue
      await crm.tickets.mood(message.ticketId, { score: Math.max(-1, Math.min(1, felt)) })
    }
  }
  return {
    'ticket.created': ({ recordId }, context) => judge(recordId, undefined, context),
    'ticket.received': ({ recordId, data }, context) => judge(recordId, data.messageId, context),
  } satisfies {
    'ticket.created': Courier<Types, 'ticket.created'>
    'ticket.received': Courier<Types, 'ticket.received'>
  }
}
