import { invalid } from '../error/index.ts'
import type { FieldIR } from '../schema/index.ts'
import { addDuration, daysOf, formatInstant, isInstant, localDate, parseDuration, windowOf } from '../time/index.ts'
import type { Condition, Literal } from './ast.ts'
import type { QueryContext } from './context.ts'
import { unknownKey } from './nearest.ts'
import { entriesOf } from './read.ts'

type OrderOp = 'gt' | 'gte' | 'lt' | 'lte'

interface Comparable {
  readonly field: FieldIR
  compare(op: OrderOp, value: Literal): Condition
}

/** Whether a value looks like `{ ago }` or `{ ahead }`. */
export function isRelative(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && (Object.hasOwn(raw, 'ago') || Object.hasOwn(raw, 'ahead'))
}

/**
 * Turns a comparison with a relative time into comparisons with fixed ones. `ago` is defined by the event and half-open: `gt`
 * and `gte` hold while `now < event + duration`, `lt` and `lte` from then on. `ahead` is now plus the duration.
 */
export function checkRelative(
  raw: object,
  op: OrderOp,
  subject: Comparable,
  path: string,
  { now, zone }: QueryContext,
): Condition {
  const { kind } = subject.field
  if (kind !== 'datetime' && kind !== 'date') throw invalid(path, `a ${kind} cannot be compared with a time`)
  const [entry, ...more] = entriesOf(raw, path)
  const [direction, text] = entry ?? []
  const extra = [entry, ...more].find((e) => e?.[0] !== 'ago' && e?.[0] !== 'ahead')
  if (extra !== undefined) throw unknownKey(`${path}.${extra[0]}`, ['ago', 'ahead'])
  if (more.length > 0) throw invalid(path, 'expected either ago or ahead')
  const duration = typeof text === 'string' ? parseDuration(text) : undefined
  if (duration === undefined) {
    const hint = 'Such as P3M (calendar) or PT2160H (exact), of at most a thousand years.'
    throw invalid(`${path}.${direction}`, 'expected an ISO 8601 duration', hint)
  }
  const spell = (ms: number): string => {
    if (!isInstant(ms)) throw invalid(path, 'reaches beyond the years 0001 to 9999')
    return formatInstant(ms)
  }
  if (direction === 'ahead') {
    const end = addDuration(now, duration, zone)
    return subject.compare(op, kind === 'date' ? localDate(end, zone) : spell(end))
  }
  const ranges =
    kind === 'date'
      ? daysOf(now, duration, zone)
      : windowOf(now, duration, zone).map(({ from, to }) => ({ from: spell(from), to: to === null ? null : spell(to) }))
  return op === 'gt' || op === 'gte' ? inside(ranges, subject) : outside(ranges, subject)
}

interface Between {
  readonly from: string | null
  readonly to: string | null
}

function inside(ranges: readonly Between[], subject: Comparable): Condition {
  const all = ranges.map(({ from, to }): Condition => {
    const bounds: Condition[] = []
    if (from !== null) bounds.push(subject.compare('gte', from))
    if (to !== null) bounds.push(subject.compare('lt', to))
    return bounds.length === 1 && bounds[0] ? bounds[0] : { node: 'and', all: bounds }
  })
  return all.length === 1 && all[0] ? all[0] : { node: 'or', all }
}

/** The gaps between the ranges, so that a missing value is in neither. */
function outside(ranges: readonly Between[], subject: Comparable): Condition {
  let from: string | null = null
  const gaps: Between[] = []
  for (const range of ranges) {
    gaps.push({ from, to: range.from })
    from = range.to
  }
  return inside(gaps, subject)
}
