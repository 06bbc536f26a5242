const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const values: ReadonlyMap<string, number> = new Map([...alphabet].map((letter, i) => [letter, i]))

/** Well-formed text in base64url of its UTF-8 bytes, without padding. */
export function encodeBase64url(text: string): string {
  const bytes = utf8(text)
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]]
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    out += letter(bits >> 18) + letter(bits >> 12)
    if (b !== undefined) out += letter(bits >> 6)
    if (c !== undefined) out += letter(bits)
  }
  return out
}

/** The text back; undefined for anything that {@link encodeBase64url} does not make. */
export function decodeBase64url(encoded: string): string | undefined {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const one of encoded) {
    const value = values.get(one)
    if (value === undefined) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes.push((bits >> held) & 0xff)
    }
  }
  let text: string
  try {
    text = decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return undefined
  }
  // Only one spelling of a cursor is taken: no stray bits or lengths.
  return encodeBase64url(text) === encoded ? text : undefined
}

const letter = (bits: number): string => alphabet[bits & 63] ?? ''

function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const one of text) {
    const code = one.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else {
      const high = [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63)]
      bytes.push(...high, 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    }
  }
  return bytes
}
