import { chatCouriers } from './inbound/chat/couriers.ts'
import { noticeCouriers } from './inbound/device/notices.ts'
import { mailCourier } from './inbound/email/courier.ts'
import { tokensBy } from './inbound/email/token.ts'
import { filesCourier } from './inbound/files/courier.ts'
import type { TicketsOptions } from './options.ts'
import { sentimentCouriers } from './sentiment/sentiment.ts'
import { deliver } from './survey/deliver.ts'

/** The couriers of all subjects: of those to whom the host has given a way. */
export const couriersOf = ({ mail, mailSecret, files, chats = {}, notices, sentiment, survey }: TicketsOptions) => ({
  ...(mail === undefined
    ? {}
    : { 'ticket.posted': mailCourier(mail, mailSecret === undefined ? undefined : tokensBy(mailSecret)) }),
  ...(files === undefined ? {} : { 'ticket.filed': filesCourier(files) }),
  ...(Object.keys(chats).length === 0 ? {} : chatCouriers(chats)),
  ...(notices === undefined ? {} : noticeCouriers(notices)),
  ...(sentiment === undefined ? {} : sentimentCouriers(sentiment)),
  'survey.sent': deliver(survey),
})
