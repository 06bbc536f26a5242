import { type Context, type CoreTypes, CrmError, type HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { accept } from './accept.ts'
import { release } from './email/addresses.ts'
import { delivered } from './email/delivered.ts'
import type { MailLimits } from './email/mail.ts'
import { parseMail } from './email/parse.ts'
import { boxBy, type Sorting, take } from './email/take.ts'
import { fromBase64, toBase64, utf8 } from './files/bytes.ts'
import { contentOf } from './files/content.ts'
import type { FilesPort } from './files/file.ts'
import { takeForm } from './form.ts'
import type { inboundOfTicket, inboundOperations } from './operations.ts'

type Types = CoreTypes & TicketsTypes

export interface Intake extends Sorting {
  readonly limits: MailLimits
  readonly files: FilesPort | undefined
}

export const inboundHandlers = (
  intake: Intake,
): HandlersOf<Types, { tickets: typeof inboundOfTicket } & typeof inboundOperations> => ({
  tickets: {
    async file(context, { id, message: named, hash }) {
      const { items } = await context.crm.ticketMessages.list({ where: { id: named, ticketId: id }, limit: 1 })
      const [message] = items
      const raw = message?.mail?.raw === hash ? { name: 'message.eml', type: 'message/rfc822' } : undefined
      const file = raw ?? message?.files.find((one) => one.hash === hash)
      if (file === undefined) throw new CrmError('NOT_FOUND', { details: { entity: 'ticketFile' } })
      const bytes = await held(context, intake, id, hash)
      return { name: file.name, type: file.type, size: bytes.length, data: toBase64(bytes) }
    },
    async filed({ crm, table }, { id: ticketId, hash }) {
      await crm.tickets.get(ticketId)
      const rows = await table('ticketFile').all({ ticketId, hash })
      if (rows.length > 0) await table('ticketFile').delete(rows.map(({ id }) => ({ id })))
    },
    async deliveries({ crm, table }, { id }) {
      await crm.tickets.get(id)
      const rows = await table('mailDelivery').all({ ticketId: id })
      return rows
        .map(({ at, mailbox, messageId, sender, result }) => ({ at, mailbox, messageId, sender, result }))
        .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    },
  },
  inbound: {
    accept: (context, { channel, payload }) => accept(context, channel, payload),
    async email(context, { raw, encoding = 'base64', mailbox }) {
      const bytes = encoding === 'text' ? utf8(raw) : fromBase64(raw, 'raw')
      const box = await boxBy(context, mailbox)
      return take(context, intake, await parseMail(bytes, intake.limits), box)
    },
    form: (context, given) => takeForm(context, intake.post, intake.acks, given),
  },
  mail: {
    delivered,
    async suppressed({ table }) {
      const rows = await table('mailAddress').all({ suppressedAt: { ne: null } })
      return rows.map(({ address, suppressedAt, reason }) => ({
        ...{ address: String(address), suppressedAt: String(suppressedAt) },
        reason,
      }))
    },
    async release(context, { address }) {
      return { released: await release(context, address.normalize('NFKC').toLowerCase()) }
    },
  },
})

/** What is kept under a hash, here or elsewhere. */
async function held(context: Context<Types>, { files }: Intake, ticketId: string, hash: string): Promise<Uint8Array> {
  const bytes = (await contentOf(context, ticketId, hash)) ?? (await files?.get(hash))
  if (bytes === undefined) throw new CrmError('NOT_FOUND', { details: { entity: 'ticketFile' } })
  return bytes
}
