import type { InverseOf, PluginTypes } from '@guanxi/core'
import type { ChatLogTypes, chatSession } from './inbound/chat/session.ts'
import type { DeviceLogTypes, deviceAlarm } from './inbound/device/alarm.ts'
import type { DeviceTypes, device } from './inbound/device/device.ts'
import type { MailLogTypes } from './inbound/email/book.ts'
import type { MailboxTypes, mailbox } from './inbound/email/mailbox.ts'
import type { FileLogTypes } from './inbound/files/file.ts'
import type { CallTypes, call } from './inbound/phone/call.ts'
import type { KnowledgeArticleTypes, knowledgeArticle } from './knowledge/article.ts'
import type { KnowledgeFeedbackTypes, knowledgeFeedback } from './knowledge/feedback.ts'
import type { CannedReplyTypes } from './macro/canned-reply.ts'
import type { MacroTypes, macro } from './macro/macro.ts'
import type { operations } from './operations.ts'
import type { PresenceTypes, ticketDraft, ticketPresence } from './presence/presence.ts'
import type { agentSkill, agentState } from './routing/agent.ts'
import type { QueueTypes } from './routing/queue.ts'
import type { RoutingLogTypes, ticketWait, waitReasons } from './routing/wait.ts'
import type { BusinessCalendarTypes } from './sla/calendar.ts'
import type { SlaState } from './sla/clock.ts'
import type { SlaLogTypes, slaClock, slaEvent } from './sla/clock-table.ts'
import type { SlaMetric } from './sla/metric.ts'
import type { SlaPolicyTypes, slaPolicy } from './sla/policy.ts'
import type { SurveyTypes, survey } from './survey/survey.ts'
import type { TicketLinkTypes, ticketLink } from './ticket/link.ts'
import type { TicketMessageTypes, ticketMessage } from './ticket/message.ts'
import type { TicketTagTypes, ticketTag } from './ticket/tag.ts'
import type { TicketTypes, ticket } from './ticket/ticket.ts'

/**
 * What the plugin adds to the types of an instance.
 *
 * @example
 * const solveAll = async (agent: Scope<CoreTypes & TicketsTypes>, ids: string[]) => {
 *   for (const id of ids) await agent.tickets.solve(id, {})
 * }
 */
export interface TicketsTypes extends PluginTypes {
  entities: {
    ticket: TicketTypes
    ticketTag: TicketTagTypes
    ticketMessage: TicketMessageTypes
    ticketLink: TicketLinkTypes
    businessCalendar: BusinessCalendarTypes
    slaPolicy: SlaPolicyTypes
    mailbox: MailboxTypes
    device: DeviceTypes
    call: CallTypes
    survey: SurveyTypes
    queue: QueueTypes
    knowledgeArticle: KnowledgeArticleTypes
    macro: MacroTypes
    cannedReply: CannedReplyTypes
  } & SlaLogTypes &
    PresenceTypes &
    RoutingLogTypes &
    InverseOf<typeof agentState> &
    InverseOf<typeof agentSkill> &
    InverseOf<typeof ticketWait> &
    KnowledgeFeedbackTypes &
    InverseOf<typeof knowledgeArticle> &
    InverseOf<typeof knowledgeFeedback> &
    InverseOf<typeof survey> &
    InverseOf<typeof macro> &
    InverseOf<typeof ticketPresence> &
    InverseOf<typeof ticketDraft> &
    InverseOf<typeof mailbox> &
    MailLogTypes &
    FileLogTypes &
    ChatLogTypes &
    DeviceLogTypes &
    InverseOf<typeof chatSession> &
    InverseOf<typeof device> &
    InverseOf<typeof deviceAlarm> &
    InverseOf<typeof call> &
    InverseOf<typeof slaPolicy> &
    InverseOf<typeof slaClock> &
    InverseOf<typeof slaEvent> &
    InverseOf<typeof ticket> &
    InverseOf<typeof ticketTag> &
    InverseOf<typeof ticketMessage> &
    InverseOf<typeof ticketLink>
  operations: typeof operations
  events: {
    'ticket.replied': { readonly messageId: string }
    'ticket.received': { readonly messageId: string; readonly automatic: boolean }
    'ticket.posted': { readonly mail: string }
    'ticket.filed': { readonly messageId: string; readonly hashes: readonly string[] }
    'device.alarmed': {
      readonly serial: string
      readonly code: string
      readonly severity: string
      readonly userId: string | null
      readonly contactId: string | null
      readonly companyId: string | null
    }
    'article.published': { readonly slug: string; readonly locale: string; readonly edition: number }
    'article.flagged': { readonly unhelpful: number }
    'ticket.assigned': {
      readonly from: string | null
      readonly to: string
      readonly queueId: string | null
      /** `given`: by people, or a rule. */
      readonly reason: 'given' | 'routed' | 'capacity' | 'skill_timeout' | 'owner_offline'
    }
    'ticket.queued': { readonly queueId: string; readonly reason: (typeof waitReasons)[number] }
    'survey.sent': { readonly cycle: number; readonly contactId: string; readonly expiresAt: string }
    'survey.answered': { readonly cycle: number; readonly score: number }
    'survey.low': {
      readonly cycle: number
      readonly score: number
      readonly taskId: string
      readonly notify: readonly string[]
    }
    'ticket.merged': { readonly into: string }
    'ticket.breached': {
      readonly metric: SlaMetric
      readonly instance: number
      readonly at: string
      readonly dueAt: string | null
    }
    'ticket.escalated': {
      readonly metric: SlaMetric
      readonly instance: number
      readonly rule: string
      readonly state: SlaState
      readonly dueAt: string | null
      readonly notify: readonly string[]
    }
  }
}
