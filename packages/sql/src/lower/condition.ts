import { type Condition, columnTypeOf, type EntityIR, type ManyIR, never, type OneIR } from '@guanxi/core/storage'
import { id, join, raw, type Sql, sql } from '../fragment.ts'
import { type Figure, ofSameRecords } from '../plan/figures.ts'
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
      const parts = runsOf(of).map((run) => {
        const [first, ...more] = run
        return more.length === 0
          ? condition(lowering, node, first, negated, seen)
          : figures(lowering, node, run as readonly [Figure, ...Figure[]], negated, seen)
      })
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
  const other = seenSource(lowering, lowering.entity(relation.to), 'without', { seen, from: { node, relation } })
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

/** A server that plans without the values goes through a list for each row; of longer ones it must know them, to look them up. */
const longestUnknown = 128

function isIn(lowering: Lowering, node: Node, of: Extract<Condition, { node: 'in' }>, negated: boolean): Sql {
  if (of.values.length === 0) return negated ? isAlways : isNever
  const first = lowering.slotOf(of)
  const column = node.column(of.field)
  const odd = of.values.find((value) => !isExact(value))
  const length = paddedLength(of.values.length)
  if (length > longestUnknown) lowering.anew = true
  const values = Array.from({ length }, (_, i) => lowering.number(first + i, of.field, odd ?? of.values[0]))
  if (!negated) return sql`${column} in (${join(values)})`
  const leaf = sql`${column} not in (${join(values)})`
  return node.nullable(of.field) ? sql`(${leaf} or ${column} is null)` : leaf
}

/** The parts of a condition, those on figures of the same records together. */
function runsOf({ node, all: parts }: Extract<Condition, { node: 'and' | 'or' }>) {
  const runs: [Condition, ...Condition[]][] = []
  for (const [i, part] of parts.entries()) {
    if (node === 'and' && ofSameRecords(parts[i - 1], part)) runs.at(-1)?.push(part)
    else runs.push([part])
  }
  return runs
}

/**
 * A condition on a figure. How many records are left before their figures are made hangs on the query's other values: a
 * plan that does not know them may make the figures of all.
 */
function measure(lowering: Lowering, node: Node, of: Figure, negated: boolean, seen: boolean): Sql {
  lowering.anew ||= seen
  let value = raw('')
  const record = related(lowering, node, of.relation, seen, (other) => {
    value = figure(other, of)
    return condition(lowering, other, of.within, false, seen)
  })
  return compareFigure(lowering, of, sql`(select ${value} from ${record})`, negated)
}

/** Conditions on several figures of the same records, which are looked at once. */
function figures(
  lowering: Lowering,
  node: Node,
  together: readonly [Figure, ...Figure[]],
  negated: boolean,
  seen: boolean,
): Sql {
  lowering.anew ||= seen
  const [{ relation, within }] = together
  let values: readonly Sql[] = []
  const record = related(lowering, node, relation, seen, (other) => {
    values = together.map((of, i) => sql`${figure(other, of)} as ${id(`m${i}`)}`)
    return condition(lowering, other, within, false, seen)
  })
  const alias = id(lowering.alias())
  const compared = together.map((of, i) => compareFigure(lowering, of, id(`m${i}`), negated))
  return sql`exists (select 1 from (select ${join(values)} from ${record}) as ${alias} where ${negated ? any(compared) : all(compared)})`
}

function figure(node: Node, { fn, field }: Figure): Sql {
  if (field === undefined || fn === 'count') return raw('count(*)')
  const column = node.column(field)
  return fn === 'sum' ? sql`coalesce(sum(${column}), 0)` : sql`${raw(fn)}(${column})`
}

function compareFigure(lowering: Lowering, of: Figure, value: Sql, negated: boolean): Sql {
  const slot = lowering.slotOf(of)
  const extreme = of.fn === 'min' || of.fn === 'max'
  const other =
    extreme && of.field !== undefined && columnTypeOf(of.field.kind) !== 'integer'
      ? lowering.value(slot, of.field)
      : lowering.typed(slot, 'exact')
  if (!extreme) return sql`${value} ${symbolOf(negated ? opposites[of.op] : of.op)} ${other}`
  return compareNullable(value, of.op, other, negated)
}

/** How records are looked at. */
interface Seeing {
  /** As the actor may see them; else all of them. */
  readonly seen?: boolean
  readonly candidates?: readonly Candidates[]
  /** They are looked at from a record that the actor may see. */
  readonly from?: { readonly node: Node; readonly relation: OneIR | ManyIR }
  /** What is asked for are few: what the actor may see is checked of them, not looked up. */
  readonly few?: boolean
}

/** The records of an entity as the actor may see them, or all of them; of those alone that candidates leave, if there are any. */
export function seenSource(
  lowering: Lowering,
  entity: EntityIR,
  bin: Bin,
  { seen = true, candidates = [], few = false, from }: Seeing = {},
): Source {
  const access = seen && lowering.access !== null ? lowering.access.entity(entity.name) : undefined
  const hidden = access !== undefined && access.masks.size > 0
  // What the condition itself says of a row, it need not say twice, unless it speaks of what is under a mask.
  const said = hidden ? candidates : candidates.filter(({ by }) => by !== 'condition')
  const records = source(lowering, entity, bin, said)
  if (!seen || lowering.access === null) return records
  const lower = (of: Condition) => condition(lowering, records.node, of, false, false)
  const rows = access?.rows ?? never
  const rule = from !== undefined && isKnown(rows, from) ? isAlways : lower(rows)
  const checked = few && lowering.dialect.unindexed ? lowering.dialect.unindexed(rule) : rule
  const shown = { ...records, conditions: [...records.conditions, checked] }
  if (!hidden) return shown
  return masked(lowering, shown, new Map([...access.masks].map(([field, of]) => [field, lower(of)])))
}

/** Whether it only asks that the owner may be seen, and the records are looked at from their owner. */
function isKnown(rule: Condition, { node, relation }: NonNullable<Seeing['from']>): boolean {
  if (relation.type !== 'many' || node.alive !== true || rule.node !== 'one' || rule.is === 'none') return false
  const { to, via, on } = rule.relation
  const same = to === node.entity.name && via.name === relation.via.name && on.name === relation.on.name
  return same && rule.is.node === 'and' && rule.is.all.length === 0
}
