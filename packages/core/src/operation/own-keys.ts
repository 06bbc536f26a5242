import { CrmError, invalid } from '../error/index.ts'

/** Deeper than any document that is stored. */
const deepest = 200

/** Refuses a key `__proto__` at any depth of an input, which a `z.record` would let pass unseen, and what has no end. */
export function checkKeys(input: unknown): void {
  const seen = new Set<object>()
  const walk = (value: unknown, path: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    if (depth > deepest) throw invalid(path.slice(0, 100), `is nested more than ${deepest} deep`)
    seen.add(value)
    for (const [key, item] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
      if (key === '__proto__') throw new CrmError('UNKNOWN_KEY', { details: { path: at }, hint: 'Remove the key.' })
      walk(item, at, depth + 1)
    }
  }
  walk(input, '', 0)
}
