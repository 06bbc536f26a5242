/**
 * What a customer is to be sent: a question about his ticket, and the token with which he answers.
 *
 * @example
 * const linkOf = ({ token }: Invitation) => `https://example.com/survey/${token}`
 */
export interface Invitation {
  /** The same at every try. */
  readonly key: string
  readonly tenant: string
  readonly token: string
  readonly expiresAt: string
  readonly ticket: {
    readonly id: string
    readonly number: number
    readonly subject: string
    readonly channel: string
  }
  readonly contact: {
    readonly id: string
    readonly name: string | null
    readonly email: string | null
    readonly phone: string | null
  }
}
