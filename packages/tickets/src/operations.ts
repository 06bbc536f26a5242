import { complaintOfTicket } from './complaint/operations.ts'
import { chatOfTicket, chatOperations } from './inbound/chat/operations.ts'
import { deviceOperations } from './inbound/device/operations.ts'
import { douyinOperations } from './inbound/douyin/operations.ts'
import { inboundOfTicket, inboundOperations } from './inbound/operations.ts'
import { phoneOperations } from './inbound/phone/operations.ts'
import { knowledgeOperations } from './knowledge/operations.ts'
import { macroOfTicket, macroOperations } from './macro/operations.ts'
import { metricOperations } from './metrics/operations.ts'
import { presenceOfTicket } from './presence/operations.ts'
import { previousOfTicket } from './previous/operations.ts'
import { routingOperations } from './routing/operations.ts'
import { sentimentOfTicket } from './sentiment/operations.ts'
import { slaOfTicket, slaOperations } from './sla/operations.ts'
import { surveyOperations } from './survey/operations.ts'
import { operations as ticketOperations } from './ticket/operations.ts'

/** The contracts of all subjects. */
export const operations = {
  tickets: {
    ...ticketOperations.tickets,
    ...slaOfTicket,
    ...inboundOfTicket,
    ...chatOfTicket,
    ...sentimentOfTicket,
    ...macroOfTicket,
    ...presenceOfTicket,
    ...complaintOfTicket,
    ...previousOfTicket,
  },
  ...slaOperations,
  ...surveyOperations,
  ...macroOperations,
  ...routingOperations,
  ...metricOperations,
  ...knowledgeOperations,
  ...inboundOperations,
  inbound: {
    ...inboundOperations.inbound,
    ...chatOperations.inbound,
    ...deviceOperations.inbound,
    ...douyinOperations.inbound,
    ...phoneOperations.inbound,
  },
}
