import type { Context, CoreTypes } from '@guanxi/core'
import { fromBase64 } from '../inbound/files/bytes.ts'
import { keep, kept } from '../inbound/files/content.ts'
import type { NewFile } from '../inbound/files/file.ts'
import type { TicketsTypes } from '../types.ts'
import type { TicketMessage, TicketMessageCreate } from './message.ts'

/** A message with its files, as they come in. */
export interface Said extends Omit<TicketMessageCreate, 'files'> {
  readonly files?: readonly (NewFile | GivenFile)[] | undefined
  /** The mail as it came. */
  readonly raw?: Uint8Array<ArrayBuffer>
}

/** A file in a call: its bytes as base64. */
interface GivenFile {
  readonly name: string
  readonly type?: string | undefined
  readonly data: string
}

/** Writes a message of a ticket, and answers it as it is stored. */
export async function say(
  context: Pick<Context<CoreTypes & TicketsTypes>, 'crm' | 'table' | 'emit' | 'now'>,
  ticketId: string,
  { files = [], raw, ...message }: Said,
): Promise<TicketMessage> {
  const { crm, table, now: createdAt } = context
  // Nobody else says anything here meanwhile: of what is said at this instant, what was not there before is this.
  await table('ticket').hold([ticketId])
  const saidNow = () => table('ticketMessage').all({ ticketId, createdAt })
  const before = new Set((await saidNow()).map(({ id }) => id))
  if (raw !== undefined) await keep(context, ticketId, raw)
  const stored = await kept(context, ticketId, files.map(read))
  await crm.tickets.update(ticketId, { messages: { add: [{ ...message, files: stored }] } })
  const made = (await saidNow()).find(({ id }) => !before.has(id))
  if (made === undefined) throw new TypeError('a message that was written is not there')
  const hashes = [
    ...new Set([...stored.map(({ hash }) => hash), ...(made.mail?.raw === undefined ? [] : [made.mail.raw])]),
  ]
  if (hashes.length > 0)
    context.emit('ticket.filed', { messageId: made.id, hashes }, { entity: 'ticket', recordId: ticketId })
  if (made.direction === 'out' && made.delivery === 'waiting' && made.mail !== null && made.messageId !== null)
    context.emit('ticket.posted', { mail: made.messageId }, { entity: 'ticket', recordId: ticketId })
  return made
}

const read = (file: NewFile | GivenFile, index: number): NewFile =>
  'bytes' in file ? file : bytesOf(file, `files[${index}].data`)

const bytesOf = ({ name, type = 'application/octet-stream', data }: GivenFile, path: string): NewFile => ({
  ...{ name, type },
  bytes: fromBase64(data, path),
})
