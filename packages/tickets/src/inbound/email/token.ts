import { hmac } from '../files/bytes.ts'

/** Signs the reply addresses of tickets: `support+42-<mac>@x.cn` is the ticket 42, and nobody else can say so. */
export interface Tokens {
  /** The address that an answer to a ticket is sent to. */
  sign(mailbox: string, ticket: { readonly id: string; readonly number: number }, tenant: string): Promise<string>
  /** Whether the signature is that of this ticket. */
  holds(found: ReplyToken, mailbox: string, ticketId: string, tenant: string): Promise<boolean>
}

/** What stands behind the plus of an address. */
export interface ReplyToken {
  readonly number: number
  readonly mac: string
}

/** The first of the secrets signs; the others are older ones, which still hold. */
export function tokensBy(secret: string | readonly string[]): Tokens {
  const secrets = typeof secret === 'string' ? [secret] : secret
  const [first = ''] = secrets
  return {
    async sign(mailbox, { id, number }, tenant) {
      const [local, domain] = halves(mailbox)
      return `${local}+${number}-${await macOf(first, mailbox, id, tenant)}@${domain}`
    },
    async holds({ mac }, mailbox, ticketId, tenant) {
      for (const one of secrets) if (alike(mac, await macOf(one, mailbox, ticketId, tenant))) return true
      return false
    },
  }
}

/** The token in one of the addresses that a mail was sent to, where it is one of this mailbox. */
export function tokensIn(recipients: readonly string[], mailbox: string): readonly ReplyToken[] {
  const [local, domain] = halves(mailbox)
  return recipients.flatMap((address) => {
    if (!address.startsWith(`${local}+`) || !address.endsWith(`@${domain}`)) return []
    const [, number = '', mac = ''] =
      /^(\d{1,15})-([0-9a-f]{20})$/.exec(address.slice(local.length + 1, -domain.length - 1)) ?? []
    return mac === '' ? [] : [{ number: Number(number), mac }]
  })
}

const halves = (mailbox: string): readonly [string, string] => {
  const at = mailbox.lastIndexOf('@')
  return [mailbox.slice(0, at).toLowerCase(), mailbox.slice(at + 1).toLowerCase()]
}

async function macOf(secret: string, mailbox: string, ticketId: string, tenant: string): Promise<string> {
  const said = JSON.stringify(['reply', tenant, mailbox.toLowerCase(), ticketId])
  return (await hmac(secret, said)).slice(0, 20)
}

/** Compares all of it, however early it differs. */
function alike(a: string, b: string): boolean {
  let differs = a.length ^ b.length
  for (let i = 0; i < a.length; i++) differs |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return differs === 0
}
