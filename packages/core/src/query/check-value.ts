import { invalid } from '../error/index.ts'
import type { FieldIR, FieldKind } from '../schema/index.ts'
import { isDate, parseInstant } from '../time/index.ts'
import type { Literal } from './ast.ts'
import { kindOf, readText } from './read.ts'

/** A value of a query in the canonical spelling of a field's kind. */
export function checkValue(raw: unknown, field: FieldIR, path: string): Literal {
  switch (field.kind) {
    case 'integer':
    case 'money':
      return checkNumber(raw, path, Number.isSafeInteger, 'a safe whole number')
    case 'number':
      return checkNumber(raw, path, Number.isFinite, 'a finite number')
    case 'boolean':
      if (typeof raw !== 'boolean') throw invalid(path, `expected true or false, got ${kindOf(raw)}`)
      return raw
    case 'date':
      if (typeof raw !== 'string' || !isDate(raw)) throw invalid(path, 'expected a day that exists, as YYYY-MM-DD')
      return raw
    case 'datetime': {
      const instant = typeof raw === 'string' ? parseInstant(raw) : undefined
      if (instant === undefined) {
        throw invalid(path, 'expected an instant with an offset', 'Such as 2026-03-01T09:30:00+08:00 or …Z.')
      }
      return instant
    }
    case 'enum': {
      const text = readText(raw, path)
      const values = field.values ?? []
      if (!values.includes(text)) throw invalid(path, `expected one of ${values.join(', ')}`)
      return text
    }
    case 'json':
      throw invalid(path, 'is a JSON value and can only be asked for isNull')
    default:
      return readText(raw, path)
  }
}

/**
 * Whether the values of a kind have an order that queries may use.
 *
 * @example
 * isOrdered('date') // true
 * isOrdered('json') // false
 */
export function isOrdered(kind: FieldKind): boolean {
  return kind !== 'boolean' && kind !== 'json'
}

/** Whether the values of a kind are text as somebody wrote it. */
export function isText(kind: FieldKind): boolean {
  return (
    kind === 'string' || kind === 'text' || kind === 'email' || kind === 'phone' || kind === 'ref' || kind === 'enum'
  )
}

/**
 * Whether sums of a kind are exact: those of integers and money are.
 *
 * @example
 * isSummable('money') // true
 * isSummable('number') // false: floats differ between databases
 */
export function isSummable(kind: FieldKind): boolean {
  return kind === 'integer' || kind === 'money'
}

function checkNumber(raw: unknown, path: string, fits: (n: number) => boolean, expected: string): number {
  if (typeof raw !== 'number' || !fits(raw)) throw invalid(path, `expected ${expected}`)
  // Minus zero is no value of its own in any database.
  return raw === 0 ? 0 : raw
}
