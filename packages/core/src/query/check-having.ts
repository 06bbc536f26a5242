import { invalid } from '../error/index.ts'
import type { FieldIR } from '../schema/index.ts'
import type { Having, Literal, NumberOp } from './ast.ts'
import type { Measures } from './check-measures.ts'
import { checkValue } from './check-value.ts'
import { limitsOf, type QueryContext } from './context.ts'
import { tooComplex } from './limits.ts'
import { unknownKey } from './nearest.ts'
import { entriesOf, kindOf, readList } from './read.ts'

const operators = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'isNull'] as const

/** Counts and sums are compared as whole numbers. */
const whole = { kind: 'integer', mode: 'generated', nullable: false, name: 'figure' } as FieldIR

/** Checks the filter over groups. */
export function checkHaving(raw: unknown, measures: Measures, context: QueryContext): Having {
  const limits = limitsOf(context)
  let nodes = 0
  const visit = (value: unknown, path: string, depth: number): Having => {
    if (depth > limits.depth) throw tooComplex(path, `is nested more than ${limits.depth} deep`)
    const all = entriesOf(value, path).flatMap(([key, inner]): readonly Having[] => {
      const at = `${path}.${key}`
      nodes++
      if (nodes > limits.nodes) throw tooComplex(at, `brings more than ${limits.nodes} conditions`)
      if (key === 'not') return [{ node: 'not', of: visit(inner, at, depth + 1) }]
      if (key === 'and' || key === 'or') {
        const items = readList(inner, at)
        return [{ node: key, all: Array.from(items, (item, i) => visit(item, `${at}.${i}`, depth + 1)) }]
      }
      const { fn, path: source } = measures.require(key, at, ['and', 'or', 'not'])
      const field = fn === 'min' || fn === 'max' ? (source?.field ?? whole) : whole
      return checkLeaf(inner, key, field, at)
    })
    const [first] = all
    return all.length === 1 && first !== undefined ? first : { node: 'and', all }
  }
  return visit(raw, 'having', 1)
}

function checkLeaf(raw: unknown, measure: string, field: FieldIR, path: string): readonly Having[] {
  if (typeof raw !== 'object' || raw === null) return [compare('eq', raw, measure, field, path)]
  const entries = entriesOf(raw, path)
  if (entries.length === 0) throw invalid(path, 'has no operator')
  return entries.map(([key, value]) => {
    const op = operators.find((o) => o === key)
    const at = `${path}.${key}`
    if (op === undefined) throw unknownKey(at, operators)
    if (op !== 'isNull') return compare(op, value, measure, field, at)
    if (typeof value !== 'boolean') throw invalid(at, `expected true or false, got ${kindOf(value)}`)
    return value ? { node: 'isNull', measure } : { node: 'not', of: { node: 'isNull', measure } }
  })
}

function compare(op: NumberOp, raw: unknown, measure: string, field: FieldIR, path: string): Having {
  if (raw === null && op === 'eq') return { node: 'isNull', measure }
  if (raw === null && op === 'ne') return { node: 'not', of: { node: 'isNull', measure } }
  const value: Literal = checkValue(raw, field, path)
  return { node: 'compare', measure, op, value }
}
