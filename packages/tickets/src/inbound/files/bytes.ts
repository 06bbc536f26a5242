import { invalid } from '@guanxi/core'

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += 0x8000)
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + 0x8000)))
  return btoa(pieces.join(''))
}

/** The bytes of a base64 text. Throws `INVALID` at `path`. */
export function fromBase64(text: string, path: string): Uint8Array<ArrayBuffer> {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    throw invalid(path, 'expected base64')
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** The SHA-256 of bytes, in hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/** What a secret says of a text, in hexadecimal digits. */
export async function hmac(secret: string, text: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text))))
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
