import { isSound } from '../../query/index.ts'

/** Deeper documents can be written but not read again: SQLite ends at 1,000. */
const deepest = 100

/**
 * A copy of a value as every database gives it back, or why there is none. It is read once: a getter that answers
 * differently, or somebody who changes the object later, cannot make the record and its audit differ.
 */
export function plainJson(value: unknown): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: copied(value, 0) }
  } catch (error) {
    if (error instanceof NotJson) return { problem: error.message }
    throw error
  }
}

class NotJson extends Error {}

function copied(value: unknown, depth: number): unknown {
  if (depth > deepest) throw new NotJson(`expected JSON of at most ${deepest} levels`)
  switch (typeof value) {
    case 'boolean':
      return value
    case 'string':
      if (!isSound(value)) throw new NotJson('expected well-formed Unicode without U+0000')
      return value
    case 'number':
      if (!Number.isFinite(value)) throw new NotJson('expected a finite number')
      return value === 0 ? 0 : value
    case 'object':
      if (value === null) return value
      return Array.isArray(value) ? Array.from(value, (item) => copied(item, depth + 1)) : copiedObject(value, depth)
    default:
      throw new NotJson(`expected JSON, which has no ${typeof value}`)
  }
}

function copiedObject(value: object, depth: number): unknown {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new NotJson('expected plain objects')
  const entries: [string, unknown][] = []
  for (const [key, item] of Object.entries(value)) {
    if (!isSound(key)) throw new NotJson('expected well-formed Unicode without U+0000')
    if (item !== undefined) entries.push([key, copied(item, depth + 1)])
  }
  return Object.fromEntries(entries)
}

/** Whether a plain value has a key `__proto__` at any depth, which the check of a schema may lose unseen. */
export function namesProto(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, item]) => key === '__proto__' || namesProto(item))
}
