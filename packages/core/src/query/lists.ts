import type { Row } from '../schema/index.ts'
import type { Measure } from './ast.ts'
import { compareValues } from './compare.ts'
import { tooComplex } from './limits.ts'

/** Rows with their lists in order, each value once. Where they came so, the rows stay what they are. */
export function withLists(rows: readonly Row[], measures: readonly Measure[], longest: number): readonly Row[] {
  const lists = measures
    .filter(({ fn }) => fn === 'list')
    .map((measure) => ({ name: measure.name, plain: isPlain(measure) }))
  if (lists.length === 0) return rows
  return rows.map((row) => {
    let changed: Record<string, unknown> | undefined
    for (const { name, plain } of lists) {
      const given = row[name]
      const list = listOf(given, plain)
      if (list.length > longest) throw tooComplex(`measures.${name}`, `lists more than ${longest} values`)
      if (list === given) continue
      changed ??= { ...row }
      changed[name] = list
    }
    return changed ?? row
  })
}

function listOf(values: unknown, plain: boolean): readonly unknown[] {
  if (!Array.isArray(values)) return []
  return isAscending(values, plain) ? values : [...new Set(values)].toSorted(compareValues)
}

/** Days, instants and numbers are in the order of `<`, and texts almost. */
const isPlain = ({ bucket, path }: Measure): boolean =>
  bucket !== undefined ||
  (path !== undefined && ['date', 'datetime', 'integer', 'money', 'boolean'].includes(path.field.kind))

function isAscending(values: readonly unknown[], plain: boolean): boolean {
  for (let i = 1; i < values.length; i++) {
    const [before, value] = [values[i - 1], values[i]]
    if (plain ? !((before as string) < (value as string)) : compareValues(before, value) >= 0) return false
  }
  return true
}
