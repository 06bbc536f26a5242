import { hmac, sha256, utf8 } from '../inbound/files/bytes.ts'

/** A solution of a ticket: the first, or one after it was opened again. */
export interface Solution {
  readonly ticketId: string
  readonly cycle: number
}

/** What the customer of a solution answers with. Whoever has the secret can make it, and nobody else. */
export async function tokenOf(secret: string, { ticketId, cycle }: Solution): Promise<string> {
  return `${ticketId}.${cycle}.${await hmac(secret, `survey ${ticketId} ${cycle}`)}`
}

/** What is kept of it. */
export const hashOf = (token: string): Promise<string> => sha256(utf8(token))

/** Of which solution a token speaks, if it is one. */
export function solutionOf(token: string): Solution | undefined {
  const [, ticketId, cycle] = /^([0-9a-zA-Z_-]{1,64})\.([1-9]\d{0,8})\.[0-9a-f]{64}$/.exec(token) ?? []
  return ticketId === undefined ? undefined : { ticketId, cycle: Number(cycle) }
}
