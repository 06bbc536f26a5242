import type { Headers } from './mail.ts'

const said = (headers: Headers, name: string): string => (headers.get(name)?.[0] ?? '').trim().toLowerCase()

/** No human wrote it: what the header fields of RFC 3834 and their forerunners say. */
export function isAutomatic(headers: Headers): boolean {
  const submitted = said(headers, 'auto-submitted')
  if (submitted !== '' && !submitted.startsWith('no')) return true
  if (/\b(?:bulk|junk|list|auto_reply)\b/.test(said(headers, 'precedence'))) return true
  if (headers.has('return-path') && /^(?:<\s*>)?$/.test(said(headers, 'return-path'))) return true
  return ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'list-id'].some(
    (name) => headers.has(name) && said(headers, name) !== 'no',
  )
}

/** Nobody reads what is sent there, or it asks for no answer of a machine. */
export const wantsNoAck = (headers: Headers, address: string): boolean =>
  /\b(?:all|autoreply|oof)\b/.test(said(headers, 'x-auto-response-suppress')) ||
  /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)(?:[+@-]|$)/.test(address)
