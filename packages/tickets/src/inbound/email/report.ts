import type { Attachment } from 'postal-mime'
import type { DeliveryReport, Headers } from './mail.ts'

/** So much of the mail that was sent back is looked at: its headers. */
const head = 64 * 1024

/** What a delivery status notification (RFC 3464) says; undefined: it is none. */
export function reportOf(headers: Headers, parts: readonly Attachment[]): DeliveryReport | undefined {
  const type = headers.get('content-type')?.[0]?.toLowerCase() ?? ''
  const status = parts.find(({ mimeType }) => mimeType === 'message/delivery-status')
  if (status === undefined || !/^multipart\/report\b/.test(type)) return undefined
  const recipients = textOf(status)
    .split(/\r?\n\r?\n/)
    .flatMap((group) => {
      const fields = fieldsOf(group)
      const [, address = ''] = (fields.get('final-recipient') ?? fields.get('original-recipient') ?? '').split(';')
      if (address.trim() === '') return []
      const clean = address.trim().replace(/^<|>$/g, '').toLowerCase()
      return [
        { address: clean, action: (fields.get('action') ?? '').toLowerCase(), status: fields.get('status') ?? '' },
      ]
    })
    .slice(0, 100)
  const sent = parts.find(({ mimeType }) => mimeType === 'message/rfc822' || mimeType === 'text/rfc822-headers')
  const id = sent === undefined ? undefined : fieldsOf(textOf(sent).split(/\r?\n\r?\n/)[0] ?? '').get('message-id')
  return { messageId: id?.match(/<[^<>\s]+>/)?.[0], recipients }
}

const textOf = ({ content }: Attachment): string =>
  (typeof content === 'string' ? content : new TextDecoder().decode(content)).replaceAll('\0', '').slice(0, head)

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}
