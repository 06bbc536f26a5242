import { CrmError } from '../error/index.ts'

/** `UNKNOWN_KEY` at a path, with a hint that names the nearest of the keys that would do. */
export function unknownKey(path: string, known: Iterable<string>): CrmError {
  const key = path.slice(path.lastIndexOf('.') + 1)
  const names = [...known]
  const near = nearest(key, names)
  const hint = near !== undefined ? `Did you mean ${near}?` : `Known here: ${names.slice(0, 30).join(', ')}.`
  return new CrmError('UNKNOWN_KEY', { details: { path }, hint })
}

/** The name that differs least, if it differs little. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  if (name.length > 60) return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of names) {
    const distance = editsBetween(name.toLowerCase(), candidate.toLowerCase())
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editsBetween(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? i + j) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
