import type { Condition } from '@guanxi/core/storage'

/**
 * Whether a condition asks for what lies between two values. A planner that does not know them takes it to be one row of two
 * hundred, however long the period is, and sorts what it should hash.
 */
export function asksBetween(of: Condition): boolean {
  const bounds = new Set<string>()
  for (const { field, op } of comparisonsIn(of)) {
    const bound = op === 'gt' || op === 'gte' ? 'from' : op === 'lt' || op === 'lte' ? 'to' : undefined
    if (bound === undefined) continue
    if (bounds.has(`${bound === 'from' ? 'to' : 'from'} ${field.name}`)) return true
    bounds.add(`${bound} ${field.name}`)
  }
  return false
}

type Comparison = Extract<Condition, { node: 'compare' }>

/** What must all hold. */
function comparisonsIn(of: Condition): readonly Comparison[] {
  if (of.node === 'and') return of.all.flatMap(comparisonsIn)
  return of.node === 'compare' ? [of] : []
}
