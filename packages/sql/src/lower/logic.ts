import { join, raw, type Sql, sql } from '../fragment.ts'

export const isAlways: Sql = raw('1 = 1')
export const isNever: Sql = raw('1 = 0')

/** All of some conditions. */
export function all(conditions: readonly Sql[]): Sql {
  const kept = conditions.filter((part) => part !== isAlways)
  if (kept.includes(isNever)) return isNever
  return kept.length === 0 ? isAlways : kept.length === 1 ? (kept[0] as Sql) : join(kept, ' and ')
}

/** Any of some conditions. */
export function any(conditions: readonly Sql[]): Sql {
  const kept = conditions.filter((part) => part !== isNever)
  if (kept.includes(isAlways)) return isAlways
  if (kept.length < 2) return kept[0] ?? isNever
  return sql`(${join(
    kept.map((part) => sql`(${part})`),
    ' or ',
  )})`
}

const symbols = { eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

export type Comparison = keyof typeof symbols

export const opposites = { eq: 'ne', ne: 'eq', gt: 'lte', gte: 'lt', lt: 'gte', lte: 'gt' } as const

/** The symbol of a comparison. */
export const symbolOf = (op: Comparison): Sql => raw(symbols[op])

/** Compares a value that may be missing: false where it is, and the negation true. `ne` is the negation of `eq`. */
export function compareNullable(value: Sql, op: Comparison, other: Sql, negated: boolean): Sql {
  const positive = sql`${value} ${symbolOf(op === 'ne' ? 'eq' : op)} ${other}`
  return negated === (op === 'ne') ? positive : sql`((${positive}) is not true)`
}
