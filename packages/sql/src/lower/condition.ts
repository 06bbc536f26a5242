import { type Condition, columnTypeOf, type EntityIR, type ManyIR, never, type OneIR } from '@guanxi/core/storage'
import { join, raw, type Sql, sql } from '../fragment.ts'
import { isExact, paddedLength } from '../plan/shape.ts'
import { compareText, isTextOp } from './compare-text.ts'
import { all, any, compareNullable, isAlways, isNever, opposites, symbolOf } from './logic.ts'
import type { Lowering } from './lowering.ts'
import type { Candidates } from './narrow.ts'
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
  const other = seenSource(lowering, lowering.entity(relation.to), 'without', { seen })
  const link =
    relation.type === 'one'
      ? sql`${other.node.column(relation.on)} = ${node.column(relation.via)}`
      : sql`${other.node.column(relation.via)} = ${node.column(relation.on)}`
  return sql`${other.from} where ${all([...other.conditions, link, where(other.node)])}`
}

type Compare = Extract<Condition, { node: 'compare' }>

function compare(lowering: Lowering, node: Node, of: Compare, negated: boolean): Sql {
  if (isTextOp(of.op)) return compareText(lowering, node, of, of.op, negated)
  const missing = (leaf: Sql, column: Sql) => (node.nullable(of.field) ? sql`(${leaf} or ${column} is null)` : leaf)
  const column = node.column(of.field)
  const value = lowering.number(lowering.slotOf(of), of.field, of.value)
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

/** How records are looked at. */
interface Seeing {
  /** As the actor may see them; else all of them. */
  readonly seen?: boolean
  readonly candidates?: readonly Candidates[]
  /** What is asked for are few: what the actor may see is checked of them, not looked up. */
  readonly few?: boolean
}

/** The records of an entity as the actor may see them, or all of them; of those alone that candidates leave, if there are any. */
export function seenSource(
  lowering: Lowering,
  entity: EntityIR,
  bin: Bin,
  { seen = true, candidates = [], few = false }: Seeing = {},
): Source {
  const access = seen && lowering.access !== null ? lowering.access.entity(entity.name) : undefined
  const hidden = access !== undefined && access.masks.size > 0
  // What the condition itself says of a row, it need not say twice, unless it speaks of what is under a mask.
  const said = hidden ? candidates : candidates.filter(({ by }) => by !== 'condition')
  const records = source(lowering, entity, bin, said)
  if (!seen || lowering.access === null) return records
  const lower = (of: Condition) => condition(lowering, records.node, of, false, false)
  const rule = lower(access?.rows ?? never)
  const checked = few && lowering.dialect.unindexed ? lowering.dialect.unindexed(rule) : rule
  const shown = { ...records, conditions: [...records.conditions, checked] }
  if (!hidden) return shown
  return masked(lowering, shown, new Map([...access.masks].map(([field, of]) => [field, lower(of)])))
}
