import {
  type Access,
  type Condition,
  type EntityAccess,
  type FieldIR,
  type Having,
  isIndexable,
  type Literal,
  type OneIR,
  searchText,
} from '@guanxi/core/storage'
import { ofSameRecords } from './figures.ts'
import { successor } from './text.ts'

/**
 * What a query is without its values: a text that is the same for all queries that one statement answers, and the
 * values in the order in which that text leaves them out. With `at`, the place of each node's first value is noted
 * as well; the nodes must then be different objects.
 */
export class Shape {
  key = ''
  readonly values: unknown[] = []
  readonly at: Map<object, number> | undefined
  /** The entities that the query touches under the actor's access, in order of first use. */
  readonly touched: string[] = []

  constructor(at?: Map<object, number>) {
    this.at = at
  }

  touch(entity: string): void {
    if (!this.touched.includes(entity)) this.touched.push(entity)
  }
}

/** How many values an `in` takes in the statement: lists are filled up so that their lengths do not fill the cache. */
export function paddedLength(length: number): number {
  let padded = 1
  while (padded < length) padded *= 2
  return padded
}

/** Whether a value fits the type of an integer column. */
export const isExact = (value: unknown): boolean => typeof value !== 'number' || Number.isSafeInteger(value)

/** Walks a condition, `before` it another. `seen` tells whether access holds for what it touches. */
export function shapeCondition(shape: Shape, condition: Condition, seen: boolean, before?: Condition): void {
  switch (condition.node) {
    case 'and':
    case 'or':
      shape.key += condition.node === 'and' ? '&(' : '|('
      for (const [i, part] of condition.all.entries()) shapeCondition(shape, part, seen, condition.all[i - 1])
      shape.key += ')'
      return
    case 'not':
      shape.key += '!'
      shapeCondition(shape, condition.of, seen)
      return
    case 'compare':
      shape.at?.set(condition, shape.values.length)
      shape.key += `${condition.field.name} ${condition.op}${markOf(condition.field, condition.op, condition.value)};`
      shape.values.push(condition.value)
      return
    case 'in':
      shapeIn(shape, condition.field, condition.negated, condition.values, condition)
      return
    case 'isNull':
      shape.key += `${condition.field.name}${condition.negated ? ' some;' : ' null;'}`
      return
    case 'one':
      if (seen) shape.touch(condition.relation.to)
      if (condition.is === 'none') {
        shape.key += `${condition.relation.name} none;`
        return
      }
      shape.key += `${condition.relation.name}(`
      shapeCondition(shape, condition.is, seen)
      shape.key += ')'
      return
    case 'many':
      if (seen) shape.touch(condition.relation.to)
      shape.key += `${condition.relation.name} ${condition.quantifier}(`
      shapeCondition(shape, condition.where, seen)
      shape.key += ')'
      return
    case 'measure':
      if (seen) shape.touch(condition.relation.to)
      shape.at?.set(condition, shape.values.length)
      shape.values.push(condition.value)
      shape.key += `${condition.relation.name} ${condition.fn} ${condition.field?.name} ${condition.op}(`
      if (condition.field !== undefined) shape.key += markOf(condition.field, condition.op, condition.value)
      // Its values stand there once.
      if (ofSameRecords(before, condition)) shape.key += '"'
      else shapeCondition(shape, condition.within, seen)
      shape.key += ')'
  }
}

function shapeIn(shape: Shape, field: FieldIR, negated: boolean, values: readonly Literal[], node: object): void {
  shape.at?.set(node, shape.values.length)
  if (values.length === 0) {
    shape.key += negated ? '&()' : '|()'
    return
  }
  const length = paddedLength(values.length)
  const exact = !isInteger(field) || values.every(isExact)
  shape.key += `${field.name}${negated ? ' notIn' : ' in'}${exact ? '' : '~'}${length};`
  for (const value of values) shape.values.push(value)
  for (let i = values.length; i < length; i++) shape.values.push(values[values.length - 1])
}

const isInteger = (field: FieldIR) => field.kind === 'integer' || field.kind === 'money'

function markOf(field: FieldIR, op: string, value: Literal): string {
  if (op === 'startsWith') return successor(String(value)) === undefined ? '^' : ''
  if (op === 'begins') return successor(searchText(String(value))) === undefined ? '^' : ''
  if (op === 'contains') return isIndexable(searchText(String(value))) ? '' : '.'
  return isInteger(field) && !isExact(value) ? '~' : ''
}

/** Walks a condition over groups. */
export function shapeHaving(shape: Shape, having: Having): void {
  switch (having.node) {
    case 'and':
    case 'or':
      shape.key += having.node === 'and' ? '&(' : '|('
      for (const part of having.all) shapeHaving(shape, part)
      shape.key += ')'
      return
    case 'not':
      shape.key += '!'
      shapeHaving(shape, having.of)
      return
    case 'compare':
      shape.at?.set(having, shape.values.length)
      shape.key += `${JSON.stringify(having.measure)} ${having.op};`
      shape.values.push(having.value)
      return
    case 'isNull':
      shape.key += `${JSON.stringify(having.measure)} null;`
  }
}

/** Walks the hops of a path. */
export function shapeHops(shape: Shape, hops: readonly OneIR[]): void {
  for (const hop of hops) {
    shape.touch(hop.to)
    shape.key += `${hop.name}.`
  }
}

const known = new WeakMap<EntityAccess, Shape>()

/** Walks what the actor may see of everything that was touched. */
export function shapeAccess(shape: Shape, access: Access | null): void {
  if (access === null) {
    shape.key += '*'
    return
  }
  for (const name of shape.touched) {
    const granted = access.entity(name)
    if (granted === undefined) {
      shape.key += '@-'
    } else if (shape.at === undefined) {
      const own = shapeOf(granted)
      shape.key += own.key
      for (const value of own.values) shape.values.push(value)
    } else {
      shapeGranted(shape, granted)
    }
  }
}

function shapeOf(granted: EntityAccess): Shape {
  let own = known.get(granted)
  if (own === undefined) {
    own = new Shape()
    shapeGranted(own, granted)
    known.set(granted, own)
  }
  return own
}

function shapeGranted(shape: Shape, granted: EntityAccess): void {
  shape.key += '@'
  shapeCondition(shape, granted.rows, false)
  for (const [field, condition] of granted.masks) {
    shape.key += `#${field} `
    shapeCondition(shape, condition, false)
  }
}
