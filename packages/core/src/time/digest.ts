import { nodeCrypto, webCrypto } from './web-crypto.ts'

/** The SHA-256 of a text, in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const own = nodeCrypto()?.hash?.('sha256', text)
  if (own !== undefined) return own
  const { TextEncoder } = globalThis as unknown as Encoding
  return hex(new Uint8Array(await webCrypto().subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

/** A short digest of a text, to notice that it is another (64-bit FNV-1a). */
export function digestOf(text: string): string {
  let [high, low] = [0xcbf29ce4, 0x84222325]
  for (let i = 0; i < text.length; i++) {
    // Times the prime 2^40 + 435, in halves: as BigInts it takes most of a start.
    const mixed = (low ^ text.charCodeAt(i)) >>> 0
    const product = mixed * 435
    high = (high * 435 + Math.floor(product / 2 ** 32) + ((mixed << 8) >>> 0)) >>> 0
    low = product >>> 0
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('')
}

/** A text that nobody can guess: 128 bits. */
export function salt(): string {
  const bytes = new Uint8Array(16)
  webCrypto().getRandomValues(bytes)
  return hex(bytes)
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

interface Encoding {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
}
