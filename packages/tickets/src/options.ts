import type { Chats } from './inbound/chat/chats.ts'
import type { Notices } from './inbound/device/notices.ts'
import type { DouyinReader } from './inbound/douyin/form.ts'
import type { MailLimits } from './inbound/email/mail.ts'
import type { MailPort } from './inbound/email/port.ts'
import type { FilesPort } from './inbound/files/file.ts'
import type { Sentiment } from './sentiment/sentiment.ts'
import type { SurveyOptions } from './survey/options.ts'

/**
 * What the host gives to the plugin: its ways to the world outside. Each may be left out: then everything is kept, and nobody outside is told.
 *
 * @example
 * const options: TicketsOptions = { mail: memoryMail(), mailSecret: 'from the environment' }
 * const plugin = tickets(options)
 */
export interface TicketsOptions {
  /** Sends mail. Without it answers are written down, and nobody sends them. */
  readonly mail?: MailPort
  /** Signs the addresses that answers are sent to, so that they find their ticket. Of a list the first signs, and all hold. */
  readonly mailSecret?: string | readonly string[]
  /** How much of a mail is read. */
  readonly mailLimits?: Partial<MailLimits>
  /** Keeps attachments and mails as they came. Without it they stay in the database. */
  readonly files?: FilesPort
  /** Chat channels to which replies are brought, by their names. */
  readonly chats?: Chats
  /** Tells customers and colleagues of alarms. */
  readonly notices?: Notices
  /** Tells from a text how somebody feels. */
  readonly sentiment?: Sentiment
  /** Asks customers how it was; unless told, nobody is asked. */
  readonly survey?: SurveyOptions
  /** How forms of Douyin are read. */
  readonly douyin?: DouyinReader
}
