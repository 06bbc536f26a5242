import { type Condition, columnTypeOf, type EntityIR, fold, type ManyIR, never, type OneIR } from '@guanxi/core'
import { join, raw, type Sql, sql } from '../fragment.ts'
import { isExact, paddedLength } from '../plan/shape.ts'
import { successor } from '../plan/text.ts'
import { all, any, compareNullable, isAlways, isNever, opposites, symbolOf } from './logic.ts'
import type { Lowering } from './lowering.ts'
import type { Node } from './node.ts'
import { type Bin, masked, type Source, source } from './source.ts'

/**
 * A condition on a node's record. SQL has three truth values and the query language two: negation goes down to the
 * leaves, and each leaf says what a missing value means. `seen` tells whether access holds for what it touches.
 */
export function condition(lowering: Lowering, node: Node, of: Condition, negated = false, seen = true): Sql {
  switch (of.node) {
    case 'and':
    case 'or': {
      const parts = of.all.map((part) => condition(lowering, node, part, negated, seen))
      return (of.node === 'and') === negated ? any(parts) : all(parts)
    }
    case 'not':
      return condition(lowering, node, of.of, !negated, seen)
    case 'compare':
      return compare(lowering, node, of, negated)
    case 'in':
      return isIn(lowering, node, of, negated !== of.negated)
    case 'isNull':
      return sql`${node.column(of.field)} ${raw(negated === of.negated ? 'is null' : 'is not null')}`
    case 'one': {
      const target = of.is
      const record = related(lowering, node, of.relation, seen, (other) =>
        target === 'none' ? isAlways : condition(lowering, other, target, false, seen),
      )
      return exists(record, negated !== (target === 'none'))
    }
    case 'many': {
      const every = of.quantifier === 'every'
      const record = related(lowering, node, of.relation, seen, (other) =>
        condition(lowering, other, of.where, every, seen),
      )
      return exists(record, negated !== (of.quantifier !== 'some'))
    }
    case 'measure':
      return measure(lowering, node, of, negated, seen)
  }
}

function exists(record: Sql, negated: boolean): Sql {
  // The limit keeps SQLite from turning the subquery into a join, which is five times slower on point reads.
  return sql`${raw(negated ? 'not exists' : 'exists')} (select 1 from ${record} limit 1)`
}

function related(
  lowering: Lowering,
  node: Node,
  relation: OneIR | ManyIR,
  seen: boolean,
  where: (other: Node) => Sql,
): Sql {
  const other = seenSource(lowering, lowering.entity(relation.to), 'without', seen)
  const link =
    relation.type === 'one'
      ? sql`${other.node.column(relation.on)} = ${node.column(relation.via)}`
      : sql`${other.node.column(relation.via)} = ${node.column(relation.on)}`
  return sql`${other.from} where ${all([...other.conditions, link, where(other.node)])}`
}

type Compare = Extract<Condition, { node: 'compare' }>

function compare(lowering: Lowering, node: Node, of: Compare, negated: boolean): Sql {
  const slot = lowering.slotOf(of)
  const missing = (leaf: Sql, column: Sql) => (node.nullable(of.field) ? sql`(${leaf} or ${column} is null)` : leaf)
  if (of.op === 'contains') {
    const text = node.search(of.field)
    const position = lowering.dialect.position(
      text,
      lowering.typed(slot, 'text', (value) => fold(String(value))),
    )
    return negated ? sql`(${position} = 0 or ${text} is null)` : sql`${position} > 0`
  }
  const column = node.column(of.field)
  if (of.op === 'startsWith') {
    const from = lowering.value(slot, of.field)
    const bounded = successor(String(of.value)) !== undefined
    const to = bounded ? lowering.typed(slot, 'text', (value) => successor(String(value))) : undefined
    if (!negated)
      return to === undefined ? sql`${column} >= ${from}` : sql`(${column} >= ${from} and ${column} < ${to})`
    return missing(
      to === undefined ? sql`${column} < ${from}` : sql`(${column} < ${from} or ${column} >= ${to})`,
      column,
    )
  }
  const value = lowering.number(slot, of.field, of.value)
  // `ne` is the negation of `eq`: a missing value satisfies it.
  const op = negated ? opposites[of.op] : of.op
  const leaf = sql`${column} ${symbolOf(op)} ${value}`
  return negated !== (of.op === 'ne') ? missing(leaf, column) : leaf
}

function isIn(lowering: Lowering, node: Node, of: Extract<Condition, { node: 'in' }>, negated: boolean): Sql {
  if (of.values.length === 0) return negated ? isAlways : isNever
  const first = lowering.slotOf(of)
  const column = node.column(of.field)
  const odd = of.values.find((value) => !isExact(value))
  const values = Array.from({ length: paddedLength(of.values.length) }, (_, i) =>
    lowering.number(first + i, of.field, odd ?? of.values[0]),
  )
  if (!negated) return sql`${column} in (${join(values)})`
  const leaf = sql`${column} not in (${join(values)})`
  return node.nullable(of.field) ? sql`(${leaf} or ${column} is null)` : leaf
}

function measure(
  lowering: Lowering,
  node: Node,
  of: Extract<Condition, { node: 'measure' }>,
  negated: boolean,
  seen: boolean,
): Sql {
  let figure = raw('count(*)')
  const record = related(lowering, node, of.relation, seen, (other) => {
    if (of.field !== undefined && of.fn !== 'count') {
      const column = other.column(of.field)
      figure = of.fn === 'sum' ? sql`coalesce(sum(${column}), 0)` : sql`${raw(of.fn)}(${column})`
    }
    return condition(lowering, other, of.within, false, seen)
  })
  const slot = lowering.slotOf(of)
  const extreme = of.fn === 'min' || of.fn === 'max'
  const value =
    extreme && of.field !== undefined && columnTypeOf(of.field.kind) !== 'integer'
      ? lowering.value(slot, of.field)
      : lowering.typed(slot, 'exact')
  const subquery = sql`(select ${figure} from ${record})`
  if (!extreme) return sql`${subquery} ${symbolOf(negated ? opposites[of.op] : of.op)} ${value}`
  return compareNullable(subquery, of.op, value, negated)
}

/** The records of an entity as the actor may see them, or all of them. */
export function seenSource(lowering: Lowering, entity: EntityIR, bin: Bin, seen = true): Source {
  const records = source(lowering, entity, bin)
  if (!seen || lowering.access === null) return records
  const access = lowering.access.entity(entity.name)
  const lower = (of: Condition) => condition(lowering, records.node, of, false, false)
  const shown = { ...records, conditions: [...records.conditions, lower(access?.rows ?? never)] }
  if (access === undefined || access.masks.size === 0) return shown
  return masked(lowering, shown, new Map([...access.masks].map(([field, of]) => [field, lower(of)])))
}
