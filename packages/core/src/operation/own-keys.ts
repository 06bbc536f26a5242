import { CrmError } from '../error/index.ts'

/** Refuses a key `__proto__` at any depth of an input: a `z.record` would let it pass unseen. */
export function checkKeys(input: unknown): void {
  const seen = new Set<object>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    for (const [key, item] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
      if (key === '__proto__') throw new CrmError('UNKNOWN_KEY', { details: { path: at }, hint: 'Remove the key.' })
      walk(item, at)
    }
  }
  walk(input, '')
}
