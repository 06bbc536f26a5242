import type { CoreTypes, Courier } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import type { SurveyOptions } from './options.ts'
import { tokenOf } from './token.ts'

type Types = CoreTypes & TicketsTypes

/** Brings the question to the customer, unless his ticket is open again by then. */
export const deliver =
  (options: SurveyOptions | undefined): Courier<Types, 'survey.sent'> =>
  async ({ tenant, recordId: ticketId, data: { cycle, contactId, expiresAt } }, { crm, key }) => {
    if (options === undefined) return
    const include = { surveys: { where: { cycle } } } as const
    const [ticket] = (await crm.tickets.list({ where: { id: ticketId }, include, limit: 1 })).items
    const [contact] = (await crm.contacts.list({ where: { id: contactId }, limit: 1 })).items
    if (ticket === undefined || contact === undefined || ticket.surveys[0]?.state !== 'sent') return
    if (ticket.reopened + 1 !== cycle || ticket.mergedIntoId !== null) {
      const reason = ticket.mergedIntoId === null ? 'reopened' : 'merged'
      await crm.surveys.withdraw({ ticketId, cycle, reason })
      return
    }
    const token = await tokenOf(options.secret, { ticketId, cycle })
    const { number, subject, channel } = ticket
    const { name, email, phone } = contact
    await options.send({
      ...{ key, tenant, token, expiresAt },
      ticket: { id: ticketId, number, subject, channel },
      contact: { id: contactId, name, email, phone },
    })
  }
