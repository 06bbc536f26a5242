import type { RawTables } from './tables.ts'

const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const instant = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g

/** Salts, and digests over them: no two are alike. */
const digest = /(?<=")(?:[0-9a-f]{32}|[0-9a-f]{64})(?=")/g

/**
 * Columns that may differ between a run with a fault and one without, each with the reason.
 * `test/faults/state.test.ts` shows that none can be spared.
 */
export const leftOut: Readonly<Record<string, string>> = {
  tenant: 'each world on a server is a tenant of its own',
  queued_at: 'the time of the queue, and not of the call: a slow statement may come between',
}

/** All rows as one text: tables and rows in order, ids, instants and digests counted in the order in which they appear. */
export function stateOf(tables: RawTables, without: readonly string[] = Object.keys(leftOut)): string {
  const lines: string[] = []
  for (const [table, rows] of [...tables].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    for (const row of rows) {
      const entries = Object.entries(row).filter(([column]) => !without.includes(column))
      lines.push(`${table} ${JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))))}`)
    }
  }
  return counted(counted(counted(lines.join('\n'), id, 'id'), instant, 'at'), digest, 'digest')
}

function counted(text: string, pattern: RegExp, name: string): string {
  const seen = new Map<string, string>()
  return text.replace(pattern, (found) => {
    const known = seen.get(found) ?? `${name}${seen.size + 1}`
    seen.set(found, known)
    return known
  })
}

/** The first line in which two states differ. */
export function firstDifference(expected: string, actual: string): string {
  const [left, right] = [expected.split('\n'), actual.split('\n')]
  const at = left.findIndex((line, i) => line !== right[i])
  const index = at === -1 ? left.length : at
  return `expected ${left[index] ?? 'nothing more'}\n     got ${right[index] ?? 'nothing more'}`
}
