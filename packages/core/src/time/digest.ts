import { webCrypto } from './web-crypto.ts'

/** The SHA-256 of a text, in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const { TextEncoder } = globalThis as unknown as Encoding
  return hex(new Uint8Array(await webCrypto().subtle.digest('SHA-256', new TextEncoder().encode(text))))
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
