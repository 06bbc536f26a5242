import type { NewFile } from '../files/file.ts'

/**
 * Somebody who gets mail.
 *
 * @example
 * const wang: MailAddress = { address: 'wang@example.com', name: '王芳' }
 */
export interface MailAddress {
  readonly address: string
  readonly name: string
}

/** A mail that came in, read. */
export interface Mail {
  /** Of what was sent, byte by byte. */
  readonly hash: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly messageId: string
  readonly from: MailAddress
  /** Whom it wants to be answered, if not him. */
  readonly replyTo: MailAddress | undefined
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  /** Every address it was for, those of the envelope too. */
  readonly recipients: readonly string[]
  /** The mails that it answers, newest last. */
  readonly references: readonly string[]
  readonly subject: string
  readonly body: string
  readonly html: string | null
  readonly files: readonly NewFile[]
  readonly headers: Headers
  /** What it reports of a mail that was not delivered. */
  readonly report: DeliveryReport | undefined
}

/** The values of each header, by its name in lower case. */
export type Headers = ReadonlyMap<string, readonly string[]>

/** RFC 3464: what became of a mail of ours. */
export interface DeliveryReport {
  /** The Message-ID of the mail. */
  readonly messageId: string | undefined
  readonly recipients: readonly {
    readonly address: string
    readonly action: string
    /** `5.1.1` is for good, `4.4.7` for now. */
    readonly status: string
  }[]
}

/**
 * How much of a mail is read; what is more is `MAIL_REFUSED`.
 *
 * @example
 * const mailLimits: Partial<MailLimits> = { bytes: 40 * 2 ** 20 }
 * const plugin = tickets({ mailLimits })
 */
export interface MailLimits {
  /** Of the whole mail, 25 MiB unless told. */
  readonly bytes: number
  /** Of all of its headers together, 256 KiB unless told. */
  readonly headerBytes: number
  /** Bodies and attachments, 500 unless told. */
  readonly parts: number
  /** Of parts in parts, 20 unless told. */
  readonly depth: number
}

export const usualLimits: MailLimits = { bytes: 25 * 2 ** 20, headerBytes: 256 * 2 ** 10, parts: 500, depth: 20 }
