import { mailbox } from '../desk.ts'

export interface Letter {
  readonly from: { readonly name: string; readonly address: string }
  readonly to?: string
  readonly subject: string
  readonly id: string
  readonly body: string
  /** The Message-ID that it answers. */
  readonly answers?: string
  readonly headers?: Readonly<Record<string, string>>
}

const encoded = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`

/** A mail as it comes over the wire. */
export function letter({ from, to = mailbox, subject, id, body, answers, headers = {} }: Letter): string {
  const thread = answers === undefined ? {} : { 'In-Reply-To': answers, References: answers }
  const lines = {
    From: `${encoded(from.name)} <${from.address}>`,
    To: to,
    Subject: encoded(subject),
    'Message-ID': `<${id}>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...thread,
    ...headers,
  }
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`)
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** What a mail server says when nobody is at an address (RFC 3464). */
export function bounce(messageId: string, address: string): string {
  const part = (type: string, ...lines: string[]) => ['--B', `Content-Type: ${type}`, '', ...lines, '']
  const said = [`Final-Recipient: rfc822; ${address}`, 'Action: failed', 'Status: 5.1.1']
  return letter({
    from: { name: 'Mail Delivery', address: 'mailer-daemon@mx.example' },
    ...{ subject: 'Undelivered Mail Returned to Sender', id: `dsn-${address}` },
    headers: {
      'Return-Path': '<>',
      'Auto-Submitted': 'auto-replied',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary="B"',
    },
    body: [
      ...part('text/plain', 'I am sorry.'),
      ...part('message/delivery-status', 'Reporting-MTA: dns; mx.example', '', ...said),
      ...part('message/rfc822', `Message-ID: ${messageId}`, 'Subject: Re: x', '', 'the mail'),
      '--B--',
      '',
    ].join('\r\n'),
  })
}
