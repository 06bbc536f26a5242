import { CrmError, invalid } from '../error/index.ts'
import type { FieldIR } from '../schema/index.ts'
import { type CompareOp, type Condition, type Literal, type NumberOp, never } from './ast.ts'
import { checkRelative, isRelative } from './check-relative.ts'
import { checkValue, isOrdered, isText } from './check-value.ts'
import { limitsOf, type QueryContext } from './context.ts'
import { tooComplex } from './limits.ts'
import { unknownKey } from './nearest.ts'
import { normalText } from './normal.ts'
import { entriesOf, kindOf, readList, readText } from './read.ts'

/** What is compared: a field of the record, or a figure of related ones. */
export interface Subject {
  readonly field: FieldIR
  readonly operators: ReadonlySet<string>
  compare(op: CompareOp, value: Literal): Condition
}

const orderOperators = ['gt', 'gte', 'lt', 'lte'] as const
const fieldOperators = new Set<string>([
  'eq',
  'ne',
  ...orderOperators,
  'in',
  'notIn',
  'contains',
  'startsWith',
  'isNull',
])
const figureOperators = new Set<string>(['eq', 'ne', ...orderOperators])

/** Checks what stands at a field: a value, null, or operators. */
export function checkField(raw: unknown, field: FieldIR, path: string, context: QueryContext): readonly Condition[] {
  const compare = (op: CompareOp, value: Literal): Condition => ({ node: 'compare', field, op, value })
  return checkSubject(raw, { field, operators: fieldOperators, compare }, path, context)
}

/** Checks what stands at a figure. */
export function checkFigure(
  raw: unknown,
  field: FieldIR,
  path: string,
  context: QueryContext,
  compare: (op: NumberOp, value: Literal) => Condition,
): readonly Condition[] {
  const subject = { field, operators: figureOperators, compare: compare as Subject['compare'] }
  return checkSubject(raw, subject, path, context)
}

function checkSubject(raw: unknown, subject: Subject, path: string, context: QueryContext): readonly Condition[] {
  if (typeof raw !== 'object' || raw === null || isActor(raw)) {
    if (raw === undefined) throw invalid(path, 'is undefined', 'Leave the key out, or use null.')
    return [checkOperator('eq', raw, subject, path, context)]
  }
  if (Array.isArray(raw)) throw invalid(path, 'expected a value or operators, got a list', 'Use { in: [...] }.')
  if (isRelative(raw)) throw invalid(path, 'a relative time needs an operator', 'Such as { gte: { ago: "P3M" } }.')
  const entries = entriesOf(raw, path)
  if (entries.length === 0) throw invalid(path, 'has no operator')
  return entries.map(([op, value]) => {
    if (!subject.operators.has(op)) throw unknownKey(`${path}.${op}`, subject.operators)
    return checkOperator(op, value, subject, `${path}.${op}`, context)
  })
}

function checkOperator(op: string, raw: unknown, subject: Subject, path: string, context: QueryContext): Condition {
  const { field } = subject
  switch (op) {
    case 'eq':
    case 'ne':
      if (raw === null && subject.operators === fieldOperators) return { node: 'isNull', field, negated: op === 'ne' }
      return subject.compare(op, checkOperand(raw, field, path, context))
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      if (!isOrdered(field.kind)) throw invalid(path, `a ${field.kind} has no order`)
      if (isRelative(raw)) return checkRelative(raw, op, subject, path, context)
      return subject.compare(op, checkOperand(raw, field, path, context))
    case 'in':
    case 'notIn':
      return checkMembers(op, raw, field, path, context)
    case 'isNull':
      if (typeof raw !== 'boolean') throw invalid(path, `expected true or false, got ${kindOf(raw)}`)
      return { node: 'isNull', field, negated: !raw }
    case 'contains':
      if (field.search !== true) throw invalid(path, 'needs a field that is declared with .search()')
      return subject.compare(op, readText(raw, path))
    case 'startsWith':
      if (!isText(field.kind)) throw invalid(path, `a ${field.kind} is no text`)
      // The beginning of a telephone number says nothing about its country.
      return subject.compare(op, normalText(readText(raw, path), field.kind, undefined))
    default:
      return never
  }
}

function checkMembers(op: string, raw: unknown, field: FieldIR, path: string, context: QueryContext): Condition {
  const list = readList(raw, path)
  const most = limitsOf(context).list
  if (list.length > most) throw tooComplex(path, `has more than ${most} entries`)
  const values = Array.from(list, (item, i) => checkOperand(item, field, `${path}.${i}`, context))
  return { node: 'in', field, negated: op === 'notIn', values: [...new Set(values)] }
}

function checkOperand(raw: unknown, field: FieldIR, path: string, context: QueryContext): Literal {
  if (!isActor(raw)) {
    const value = checkValue(raw, field, path)
    return typeof value === 'string' ? normalText(value, field.kind, context.phones) : value
  }
  for (const [key, value] of entriesOf(raw, path)) {
    if (key !== 'actor') throw unknownKey(`${path}.${key}`, ['actor'])
    if (value !== 'user') throw invalid(`${path}.actor`, "expected 'user'")
  }
  if (field.kind !== 'string' && field.kind !== 'ref') throw invalid(path, `a ${field.kind} cannot be the actor`)
  if (context.actor === undefined) throw new CrmError('ACTOR_REQUIRED', { details: { path } })
  return context.actor.user
}

function isActor(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'actor')
}
