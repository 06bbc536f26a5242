import { type FieldIR, type Row, valueIn } from '../schema/index.ts'
import type { CompareOp, Condition, Literal } from './ast.ts'
import { compareValues } from './compare.ts'
import { fold } from './fold.ts'

/**
 * Whether a record satisfies a checked condition, as far as its own fields tell: undefined if the answer hangs on related
 * records. For rechecks that need no statement.
 */
export function matchesCondition(condition: Condition, record: Row): boolean | undefined {
  switch (condition.node) {
    case 'and':
      return all(condition.all, record, false)
    case 'or':
      return all(condition.all, record, true)
    case 'not': {
      const inner = matchesCondition(condition.of, record)
      return inner === undefined ? undefined : !inner
    }
    case 'compare':
      return compares(condition.op, readField(condition.field, record), condition.value)
    case 'in': {
      const value = readField(condition.field, record)
      return (value !== null && condition.values.includes(value as Literal)) !== condition.negated
    }
    case 'isNull':
      return (readField(condition.field, record) === null) !== condition.negated
    case 'one':
    case 'many':
    case 'measure':
      return undefined
  }
}

/** One that equals `decisive` settles it, whatever the unknown ones are. */
function all(conditions: readonly Condition[], record: Row, decisive: boolean): boolean | undefined {
  let unknown = false
  for (const condition of conditions) {
    const result = matchesCondition(condition, record)
    if (result === decisive) return decisive
    if (result === undefined) unknown = true
  }
  return unknown ? undefined : !decisive
}

function compares(op: CompareOp, value: unknown, literal: Literal): boolean {
  if (op === 'ne') return value !== literal
  if (value === null) return false
  switch (op) {
    case 'eq':
      return value === literal
    case 'contains':
      return fold(String(value)).includes(fold(String(literal)))
    case 'begins':
      return fold(String(value)).startsWith(fold(String(literal)))
    case 'same':
      return fold(String(value)) === fold(String(literal))
    case 'startsWith':
      return String(value).startsWith(String(literal))
    case 'gt':
      return compareValues(value, literal) > 0
    case 'gte':
      return compareValues(value, literal) >= 0
    case 'lt':
      return compareValues(value, literal) < 0
    case 'lte':
      return compareValues(value, literal) <= 0
  }
}

const readField = (field: FieldIR, record: Row): unknown => valueIn(record, field.name) ?? null
