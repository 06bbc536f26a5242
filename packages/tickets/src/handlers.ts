import type { CoreTypes, HandlersOf } from '@guanxi/core'
import { complaintHandlers } from './complaint/handlers.ts'
import { type Chats, hasWay } from './inbound/chat/chats.ts'
import { chatHandlers } from './inbound/chat/handlers.ts'
import { sessionOf } from './inbound/chat/window.ts'
import { deviceHandlers } from './inbound/device/handlers.ts'
import { douyinHandlers } from './inbound/douyin/handlers.ts'
import { usualLimits } from './inbound/email/mail.ts'
import { postOffice } from './inbound/email/post.ts'
import { tokensBy } from './inbound/email/token.ts'
import { inboundHandlers } from './inbound/handlers.ts'
import { phoneHandlers } from './inbound/phone/handlers.ts'
import { knowledgeHandlers } from './knowledge/handlers.ts'
import { macroHandlers } from './macro/handlers.ts'
import { metricHandlers } from './metrics/handlers.ts'
import type { operations } from './operations.ts'
import type { TicketsOptions } from './options.ts'
import { presenceHandlers } from './presence/handlers.ts'
import { previousHandlers } from './previous/handlers.ts'
import { routingHandlers } from './routing/handlers.ts'
import { sentimentHandlers } from './sentiment/sentiment.ts'
import { slaHandlers } from './sla/handlers.ts'
import type { Calendars } from './sla/work-time.ts'
import { surveyHandlers } from './survey/handlers.ts'
import type { Reachable } from './survey/reachable.ts'
import { ticketHandlers } from './ticket/handlers.ts'
import type { TicketsTypes } from './types.ts'

/** The handlers of all subjects. */
export function handlersOf(
  { mail, mailSecret, mailLimits, files, chats = {}, sentiment, douyin, survey }: TicketsOptions,
  calendars: Calendars,
): HandlersOf<CoreTypes & TicketsTypes, typeof operations> {
  const post = postOffice({ sends: mail !== undefined })
  const tokens = mailSecret === undefined ? undefined : tokensBy(mailSecret)
  const limits = { ...usualLimits, ...mailLimits }
  const ticket = ticketHandlers(post, (channel) => hasWay(chats, channel))
  const sla = slaHandlers(calendars)
  const inbound = inboundHandlers({ post, tokens, limits, files, acks: mail !== undefined })
  const chat = chatHandlers(chats)
  return {
    tickets: {
      ...ticket.tickets,
      ...sla.tickets,
      ...inbound.tickets,
      ...chat.tickets,
      ...sentimentHandlers(sentiment?.angry).tickets,
      ...macroHandlers.tickets,
      ...presenceHandlers.tickets,
      ...complaintHandlers.tickets,
      ...previousHandlers.tickets,
    },
    sla: sla.sla,
    ...surveyHandlers(survey && { reachable: inSession(chats), ...survey }),
    ...routingHandlers,
    ...metricHandlers,
    ...knowledgeHandlers,
    cannedReplies: macroHandlers.cannedReplies,
    inbound: {
      ...inbound.inbound,
      ...chat.inbound,
      ...deviceHandlers.inbound,
      ...douyinHandlers(douyin).inbound,
      ...phoneHandlers.inbound,
    },
    mail: inbound.mail,
  }
}

/** Nobody is asked on a channel whose session is closed. */
const inSession =
  (chats: Chats): Reachable =>
  async (context, { contactId, channel }) =>
    (await sessionOf(context, chats, contactId, channel)).open
