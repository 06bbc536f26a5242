import { CrmError, isCrmError } from '@guanxi/core'
import type { Address, Attachment, Email } from 'postal-mime'
import { sha256 } from '../files/bytes.ts'
import type { NewFile } from '../files/file.ts'
import type { Headers, Mail, MailAddress, MailLimits } from './mail.ts'
import { idOf, idsIn } from './message-id.ts'
import { textOf } from './plain-text.ts'
import { reportOf } from './report.ts'
import { sanitized } from './sanitize.ts'

/** A text of a message holds so many characters. */
const longest = 1_000_000

/** Reads a mail, or refuses it: `MAIL_REFUSED` says why. */
export async function parseMail(bytes: Uint8Array<ArrayBuffer>, limits: MailLimits): Promise<Mail> {
  if (bytes.length > limits.bytes) throw refused('too_large', limits.bytes)
  if (partsIn(bytes, limits.parts) > limits.parts) throw refused('too_many_parts', limits.parts)
  const email = await read(bytes, limits)
  const headers = headersOf(email)
  const hash = await sha256(bytes)
  const from = flat(email.from ?? email.sender)[0] ?? flat(email.replyTo)[0] ?? plainAddress(email.returnPath)
  if (from === undefined) throw refused('no_sender')
  const html = email.html === undefined ? '' : sanitized(clean(email.html)).trim()
  const subject = clean(email.subject ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  const body = clean(email.text ?? '').trim() || textOf(clean(email.html ?? '')) || subject || '(empty)'
  const [to, cc] = [flat(email.to), flat(email.cc)]
  return {
    hash,
    bytes,
    messageId: await idOf(email.messageId, hash),
    from,
    replyTo: flat(email.replyTo)[0],
    to,
    cc,
    recipients: recipientsOf(headers, [...to, ...cc]),
    references: await referencesOf(email),
    subject: subject.slice(0, 500),
    body: body.slice(0, longest),
    html: html === '' || html.length > longest ? null : html,
    files: email.attachments.map(fileOf),
    headers,
    report: reportOf(headers, email.attachments),
  }
}

async function read(bytes: Uint8Array<ArrayBuffer>, limits: MailLimits): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime')
  try {
    return await PostalMime.parse(bytes, {
      maxHeadersSize: limits.headerBytes,
      maxNestingDepth: limits.depth,
      // A mail in a mail is a file: what is in it was said elsewhere.
      forceRfc822Attachments: true,
    })
  } catch (error) {
    if (isCrmError(error)) throw error
    const told = error instanceof Error ? error.message : ''
    if (/nesting/i.test(told)) throw refused('too_deep', limits.depth)
    if (/header size/i.test(told)) throw refused('headers_too_large', limits.headerBytes)
    throw refused('unreadable')
  }
}

export const refused = (reason: string, limit?: number): CrmError =>
  new CrmError('MAIL_REFUSED', { details: { path: 'raw', reason, ...(limit === undefined ? {} : { limit }) } })

/** How many lines may begin a part: those with two dashes that are there again. A mail without parts is not looked at. */
function partsIn(bytes: Uint8Array, limit: number): number {
  const text = new TextDecoder('latin1').decode(bytes)
  if (!/boundary/i.test(text)) return 0
  const lines = new Map<string, number>()
  let parts = 0
  for (const [line] of text.matchAll(/^--[^\r\n]+/gm)) {
    const marker = line.trimEnd()
    if (marker.length <= 2 || marker.length > 200) continue
    const times = (lines.get(marker) ?? 0) + 1
    lines.set(marker, times)
    parts += times === 2 ? 2 : times > 2 ? 1 : 0
    if (parts > limit) break
  }
  return parts
}

function headersOf({ headers }: Email): Headers {
  const found = new Map<string, string[]>()
  for (const { key, value } of headers) {
    const values = found.get(key)
    if (values === undefined) found.set(key, [value])
    else values.push(value)
  }
  return found
}

/** The addresses of a header, groups opened, at most a hundred. */
function flat(given: Address | readonly Address[] | undefined): MailAddress[] {
  const all = given === undefined ? [] : 'length' in given ? given : [given]
  return all
    .flatMap((one): readonly { name: string; address?: string | undefined }[] => one.group ?? [one])
    .flatMap(({ address = '', name }) => plainAddress(address, name) ?? [])
    .slice(0, 100)
}

function plainAddress(address: string | undefined, name = ''): MailAddress | undefined {
  const folded = clean(address ?? '')
    .trim()
    .normalize('NFKC')
    .toLowerCase()
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(folded) || folded.length > 320) return undefined
  return { address: folded, name: clean(name).replace(/\s+/g, ' ').trim().slice(0, 200) }
}

/** Whom it was for: what `To` and `Cc` say, and what servers on the way have written down. */
function recipientsOf(headers: Headers, named: readonly MailAddress[]): readonly string[] {
  const envelope = ['delivered-to', 'x-original-to', 'envelope-to', 'x-forwarded-to']
    .flatMap((name) => headers.get(name) ?? [])
    .flatMap((value) => plainAddress(value.replace(/^.*<|>.*$/g, '')) ?? [])
  return [...new Set([...envelope, ...named].map(({ address }) => address))]
}

/** What it answers is the newest; the list before it may be cut, and then its beginning goes. */
async function referencesOf({ references = '', inReplyTo = '' }: Email): Promise<readonly string[]> {
  const answered = await idsIn(inReplyTo)
  const earlier = (await idsIn(references)).filter((id) => !answered.includes(id))
  return [...new Set([...earlier, ...answered])].slice(-100)
}

function fileOf({ filename, mimeType, content, contentId }: Attachment): NewFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  const name = clean(filename ?? '')
    .replace(/[\\/\p{Cc}]/gu, '_')
    .trim()
    .slice(0, 200)
  const cid = clean(contentId ?? '')
    .replace(/^\s*<|>\s*$/g, '')
    .slice(0, 255)
  return {
    name: name === '' ? (mimeType === 'message/rfc822' ? 'message.eml' : 'attachment') : name,
    type: /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType.slice(0, 255) : 'application/octet-stream',
    bytes,
    ...(cid === '' ? {} : { cid }),
  }
}

/** What a database takes: no U+0000, no half of a character. */
export const clean = (text: string): string => text.replace(/\0|\p{Cs}/gu, '')
