import { complaintHooks } from './complaint/hooks.ts'
import { chatHooks } from './inbound/chat/hooks.ts'
import { mailboxHooks, messageHooks } from './inbound/hooks.ts'
import { articleHooks } from './knowledge/hooks.ts'
import { cannedReplyHooks, macroHooks } from './macro/hooks.ts'
import { figureHooks, mainCalendarHooks } from './metrics/hooks.ts'
import type { TicketsOptions } from './options.ts'
import { draftHooks } from './presence/hooks.ts'
import { memberHooks, queueHooks, routingHooks } from './routing/hooks.ts'
import { calendarHooks, clockHooks, policyHooks } from './sla/hooks.ts'
import type { Calendars } from './sla/work-time.ts'
import { surveyHooks } from './survey/hooks.ts'
import { ticketHooks } from './ticket/hooks.ts'

/** The hooks of all subjects. */
export const hooksOf = ({ chats = {}, survey }: TicketsOptions, calendars: Calendars) => ({
  // Clocks before the ticket's own hooks: what those do leads to changes of their own.
  ticket: [
    messageHooks,
    clockHooks(calendars),
    ticketHooks,
    chatHooks(chats),
    surveyHooks(survey),
    complaintHooks,
    draftHooks,
    figureHooks(calendars),
    routingHooks,
  ],
  knowledgeArticle: articleHooks,
  macro: macroHooks,
  cannedReply: cannedReplyHooks,
  mailbox: mailboxHooks,
  slaPolicy: policyHooks,
  businessCalendar: [calendarHooks(calendars), mainCalendarHooks],
  queue: queueHooks,
  member: memberHooks,
})
