import type { MailAddress } from './mail.ts'

/**
 * A mail on its way out. The addresses are parts, never a text to be taken apart.
 *
 * @example
 * const subjectOf = (mail: OutgoingMail) => `${mail.to[0]?.address}: ${mail.subject}`
 */
export interface OutgoingMail {
  readonly from: MailAddress
  readonly replyTo: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly subject: string
  readonly text: string
  readonly html: string | null
  /** With its angle brackets, as are those that it answers. */
  readonly messageId: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  /** Beside these: `Auto-Submitted` on what a machine wrote, `X-Loop` on all. */
  readonly headers: Readonly<Record<string, string>>
  readonly files: readonly { readonly name: string; readonly type: string; readonly data: Uint8Array }[]
}

/**
 * Who sends mail: `tickets({ mail })`. It is called after the commit, may be called again with the same `key`, and throws
 * when it is worth another try. A server that gives Message-IDs of its own says which; one that refuses says why.
 *
 * @example
 * const port: MailPort = {
 *   async send(mail, { key }) {
 *     const headers = { 'content-type': 'application/json', 'idempotency-key': key }
 *     const answer = await fetch('https://mail.example/send', { method: 'POST', headers, body: JSON.stringify(mail) })
 *     if (answer.status === 422) return { refused: await answer.text() } // for good: it is not tried again
 *     if (!answer.ok) throw new Error('try again')
 *     return undefined
 *   },
 * }
 */
export interface MailPort {
  // biome-ignore lint/suspicious/noConfusingVoidType: an answer is only for who has something to say
  send(mail: OutgoingMail, options: { readonly key: string }): Promise<MailSent | void>
}

/**
 * What a mail server says.
 *
 * @example
 * const refused: MailSent = { refused: '550 no such user' }
 */
export interface MailSent {
  /** Under which Message-ID it was sent, where it is another one. */
  readonly messageId?: string
  /** Why it will never be sent. */
  readonly refused?: string
}

/**
 * A mail port for tests and examples: it keeps what it is given, each `key` once.
 *
 * @example
 * const mail = memoryMail()
 * const crm = createCrm({ storage: sqlite(':memory:'), plugins: [tickets({ mail })] })
 * console.log(mail.sent.length) // 0
 */
export function memoryMail(): MailPort & { readonly sent: readonly OutgoingMail[] } {
  const sent = new Map<string, OutgoingMail>()
  return {
    get sent() {
      return [...sent.values()]
    },
    async send(mail, { key }) {
      if (!sent.has(key)) sent.set(key, mail)
    },
  }
}
