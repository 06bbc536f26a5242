import { chatSession } from './inbound/chat/session.ts'
import { deviceAlarm } from './inbound/device/alarm.ts'
import { device } from './inbound/device/device.ts'
import { mailAddress, mailDelivery } from './inbound/email/book.ts'
import { mailbox } from './inbound/email/mailbox.ts'
import { ticketFile } from './inbound/files/file.ts'
import { call } from './inbound/phone/call.ts'
import { knowledgeArticle } from './knowledge/article.ts'
import { knowledgeFeedback } from './knowledge/feedback.ts'
import { cannedReply } from './macro/canned-reply.ts'
import { macro } from './macro/macro.ts'
import { ticketDraft, ticketPresence } from './presence/presence.ts'
import { agentSkill, agentState } from './routing/agent.ts'
import { queue } from './routing/queue.ts'
import { ticketWait } from './routing/wait.ts'
import { businessCalendar } from './sla/calendar.ts'
import { slaClock, slaEvent } from './sla/clock-table.ts'
import { slaPolicy } from './sla/policy.ts'
import { survey } from './survey/survey.ts'
import { ticketLink } from './ticket/link.ts'
import { ticketMessage } from './ticket/message.ts'
import { ticketTag } from './ticket/tag.ts'
import { ticket } from './ticket/ticket.ts'

/** The entities of all subjects. */
export const entities = [
  ...[ticket, ticketTag, ticketMessage, ticketLink],
  ...[businessCalendar, slaPolicy, slaClock, slaEvent],
  ...[mailbox, mailDelivery, mailAddress, ticketFile],
  ...[queue, agentState, agentSkill, ticketWait],
  ...[survey, macro, cannedReply, ticketPresence, ticketDraft],
  ...[knowledgeArticle, knowledgeFeedback],
  ...[chatSession, device, deviceAlarm, call],
]
