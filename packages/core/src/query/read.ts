import { invalid } from '../error/index.ts'
import { unknownKey } from './nearest.ts'

/** The own entries of a plain object; everything else, and `undefined` as a value, is refused. */
export function entriesOf(raw: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw invalid(path, `expected an object, got ${kindOf(raw)}`)
  }
  const prototype: unknown = Object.getPrototypeOf(raw)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw invalid(path, 'expected a plain object')
  const entries: (readonly [string, unknown])[] = []
  for (const key of Reflect.ownKeys(raw)) {
    if (typeof key === 'symbol') throw invalid(path, 'a key is a symbol')
    const value: unknown = (raw as Record<string, unknown>)[key]
    if (value === undefined) throw invalid(`${path}.${key}`, 'is undefined', 'Leave the key out, or use null.')
    entries.push([key, value])
  }
  return entries
}

/** The entries of an object whose keys are fixed. */
export function readObject(raw: unknown, path: string, known: readonly string[]): ReadonlyMap<string, unknown> {
  const entries = entriesOf(raw, path)
  for (const [key] of entries) if (!known.includes(key)) throw unknownKey(`${path}.${key}`, known)
  return new Map(entries)
}

/** The items of a list. */
export function readList(raw: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(raw)) throw invalid(path, `expected a list, got ${kindOf(raw)}`)
  return raw
}

/** Well-formed text without U+0000. */
export function readText(raw: unknown, path: string): string {
  if (typeof raw !== 'string') throw invalid(path, `expected a text, got ${kindOf(raw)}`)
  if (!isSound(raw)) throw invalid(path, 'is not well-formed text without U+0000')
  return raw
}

/**
 * Whether a text is well-formed Unicode without U+0000, which no database keeps alike.
 *
 * @example
 * isSound('Acme') // true
 * isSound('\u0000') // false
 */
export function isSound(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text)
}

/** One of some words. */
export function readWord<const W extends string>(raw: unknown, path: string, words: readonly W[]): W {
  const word = words.find((w) => w === raw)
  if (word === undefined) throw invalid(path, `expected one of ${words.join(', ')}`)
  return word
}

/** A whole number from `least` on. */
export function readCount(raw: unknown, path: string, least: number): number {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw) || raw < least) {
    throw invalid(path, `expected a whole number of at least ${least}`)
  }
  return raw
}

/** What a value is, for a message. */
export function kindOf(raw: unknown): string {
  if (raw === null) return 'null'
  return Array.isArray(raw) ? 'a list' : `${typeof raw === 'object' ? 'an' : 'a'} ${typeof raw}`
}
