/** A solution of a ticket: the first, or one after it was opened again. */
export interface Solution {
  readonly ticketId: string
  readonly cycle: number
}

/** What the customer of a solution answers with. Whoever has the secret can make it, and nobody else. */
export async function tokenOf(secret: string, { ticketId, cycle }: Solution): Promise<string> {
  const key = await crypto.subtle.importKey('raw', bytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, bytes(`survey ${ticketId} ${cycle}`))
  return `${ticketId}.${cycle}.${hex(mac)}`
}

/** What is kept of it. */
export const hashOf = async (token: string): Promise<string> => hex(await crypto.subtle.digest('SHA-256', bytes(token)))

/** Of which solution a token speaks, if it is one. */
export function solutionOf(token: string): Solution | undefined {
  const [, ticketId, cycle] = /^([0-9a-zA-Z_-]{1,64})\.([1-9]\d{0,8})\.[0-9a-f]{64}$/.exec(token) ?? []
  return ticketId === undefined ? undefined : { ticketId, cycle: Number(cycle) }
}

const bytes = (text: string) => new TextEncoder().encode(text)
const hex = (buffer: ArrayBuffer): string =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
