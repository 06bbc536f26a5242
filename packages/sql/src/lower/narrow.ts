import { type Condition, type EntityIR, type FieldIR, type ManyIR, type OneIR, searchText } from '@guanxi/core/storage'
import { id, join, type Sql, sql } from '../fragment.ts'
import { searchIndexName } from '../names.ts'
import { isFindable } from './compare-text.ts'
import { all, any } from './logic.ts'
import type { Lowering } from './lowering.ts'
import { type Node, tableNode } from './node.ts'

/**
 * Rows of an entity that a condition may hold of, found by a search index or a related value: every one that it does hold of, and perhaps
 * others, of any tenant. They only narrow down what is looked at; the condition itself is asked of each.
 */
export type Candidates =
  /** What holds of them, for the planner to find the index. */
  | { readonly by: 'condition'; readonly holds: (node: Node) => Sql }
  /** A select, as `k`, of the index's keys or of ids; `listed`: an index has these ids in their order. */
  | { readonly by: 'keys' | 'ids'; readonly select: Sql; readonly listed?: boolean }

/** What the rows are among, each of these; none: all rows must be looked at. */
export function narrow(lowering: Lowering, entity: EntityIR, of: Condition, negated = false): readonly Candidates[] {
  switch (of.node) {
    case 'and':
    case 'or': {
      const parts = of.all.map((part) => narrow(lowering, entity, part, negated))
      return (of.node === 'and') === negated ? either(lowering, entity, parts) : parts.flat()
    }
    case 'not':
      return narrow(lowering, entity, of.of, !negated)
    case 'compare':
      return negated ? [] : found(lowering, entity, of)
    case 'one':
      return negated || of.is === 'none' ? [] : over(lowering, entity, of.relation, of.is)
    case 'many':
      return of.quantifier === (negated ? 'none' : 'some') ? over(lowering, entity, of.relation, of.where) : []
    default:
      return []
  }
}

/** A table of which only candidates are read: what stands after `from`, and what must hold. */
export function among(
  lowering: Lowering,
  entity: EntityIR,
  alias: string,
  candidates: readonly Candidates[],
): { readonly from: Sql; readonly conditions: readonly Sql[] } {
  const { search } = lowering.dialect
  const table = lowering.table(entity, alias)
  const node = tableNode(lowering.dialect, entity, alias)
  const [first] = candidates.flatMap((one) =>
    one.by !== 'condition' && (search?.by === 'keys' || one.listed === true) ? [one] : [],
  )
  const conditions = candidates.flatMap((one) => {
    if (one === first) return []
    return [one.by === 'condition' ? one.holds(node) : sql`${keyOf(lowering, alias, one)} in (${one.select})`]
  })
  if (first === undefined) return { from: table, conditions }
  const hits = lowering.alias()
  // SQLite takes a tenant to be small until it has counted, and would read all of it: a cross join has its order fixed.
  return {
    from: sql`(${first.select}) as ${id(hits)} cross join ${table}`,
    conditions: [sql`${keyOf(lowering, alias, first)} = ${id(hits, 'k')}`, ...conditions],
  }
}

/** All of some candidates as one. */
export function intersection(lowering: Lowering, entity: EntityIR, candidates: readonly Candidates[]): Candidates {
  return combined(lowering, entity, candidates, 'intersect')
}

function found(
  lowering: Lowering,
  entity: EntityIR,
  of: Extract<Condition, { node: 'compare' }>,
): readonly Candidates[] {
  const { search } = lowering.dialect
  if (search === undefined || !isFindable(of) || !lowering.isIndexed(entity)) return []
  const pattern = lowering.typed(lowering.slotOf(of), 'text', (value) => search.pattern(searchText(String(value))))
  if (search.by === 'condition')
    return [{ by: 'condition', holds: (node) => search.contains(node.search(of.field), pattern) }]
  const name = searchIndexName(lowering.names, entity.plural)
  return [{ by: 'keys', select: search.keys({ name }, pattern) }]
}

/** Records related to candidates. */
function over(
  lowering: Lowering,
  entity: EntityIR,
  { type, via, on, to }: OneIR | ManyIR,
  of: Condition,
): readonly Candidates[] {
  const [mine, theirs] = type === 'one' ? [via, on] : [on, via]
  if (mine.place === 'extra' || theirs.place === 'extra') return []
  const target = lowering.entity(to)
  const searched = narrow(lowering, target, of)
  const candidates = searched.length === 0 ? listed(lowering, target, of, theirs) : searched
  if (candidates.length === 0) return []
  const values = selectFrom(lowering, target, candidates, (node) => node.column(theirs))
  if (mine.name === 'id') return [{ by: 'ids', select: values, listed: searched.length === 0 }]
  const related: Candidates = { by: 'condition', holds: (node) => sql`${node.column(mine)} in (${values})` }
  return [{ by: 'ids', select: idsOf(lowering, entity, related) }]
}

/**
 * Records of a value that has an index made to lead from it to others: of the value, and then of the reference to them. As
 * `exists` such a condition would be asked of every record. A planner with statistics turns it round by itself, but for a page by id: that it
 * could meet the records in their order here as well it does not see.
 */
function listed(lowering: Lowering, { indexes }: EntityIR, of: Condition, reference: FieldIR): readonly Candidates[] {
  if (lowering.dialect.search?.by !== 'keys' && !lowering.byId) return []
  const parts = of.node === 'and' ? of.all : [of]
  const leads = ({ name, place }: FieldIR) =>
    place === 'column' && indexes.some(({ fields: [first, next] }) => first === name && next === reference.name)
  for (const part of parts) {
    if (part.node !== 'compare' || part.op !== 'eq' || !leads(part.field)) continue
    const { field, value } = part
    return [
      {
        by: 'condition',
        holds: (node) => sql`${node.column(field)} = ${lowering.number(lowering.slotOf(part), field, value)}`,
      },
    ]
  }
  return []
}

function either(
  lowering: Lowering,
  entity: EntityIR,
  parts: readonly (readonly Candidates[])[],
): readonly Candidates[] {
  if (parts.length === 0 || parts.some((part) => part.length === 0)) return []
  return [
    combined(
      lowering,
      entity,
      parts.map((part) => intersection(lowering, entity, part)),
      'union',
    ),
  ]
}

function combined(
  lowering: Lowering,
  entity: EntityIR,
  candidates: readonly Candidates[],
  how: 'union' | 'intersect',
): Candidates {
  const [first] = candidates
  if (first !== undefined && candidates.length === 1) return first
  const conditions = candidates.flatMap((one) => (one.by === 'condition' ? [one.holds] : []))
  if (conditions.length === candidates.length) {
    const put = how === 'union' ? any : all
    return { by: 'condition', holds: (node) => put(conditions.map((holds) => holds(node))) }
  }
  const by = candidates.every((one) => one.by === 'keys') ? 'keys' : 'ids'
  const selects = candidates.map((one) =>
    one.by === 'keys' && by === 'keys' ? one.select : idsOf(lowering, entity, one),
  )
  const each = selects.map((select) => sql`select ${id('k')} from (${select}) as ${id('c')}`)
  return { by, select: join(each, ` ${how} `) }
}

function idsOf(lowering: Lowering, entity: EntityIR, candidates: Candidates): Sql {
  return candidates.by === 'ids' ? candidates.select : selectFrom(lowering, entity, [candidates], () => undefined)
}

/** Selects, as `k`, a value of the tenant's rows among candidates, each once; their ids unless told. */
function selectFrom(
  lowering: Lowering,
  entity: EntityIR,
  candidates: readonly Candidates[],
  value: (node: Node) => Sql | undefined,
): Sql {
  const alias = lowering.alias()
  const node = tableNode(lowering.dialect, entity, alias)
  const { from, conditions } = among(lowering, entity, alias, candidates)
  const where = all([sql`${node.tenant} = ${lowering.tenant()}`, ...conditions])
  return sql`select distinct ${value(node) ?? id(alias, 'id')} as ${id('k')} from ${from} where ${where}`
}

function keyOf({ dialect: { search } }: Lowering, alias: string, { by }: Candidates): Sql {
  return id(alias, by === 'keys' && search?.by === 'keys' ? search.key : 'id')
}
