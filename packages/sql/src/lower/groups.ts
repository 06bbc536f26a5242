import type { AggregateQuery, Bucket, FieldIR, GroupKey, Measure, OneIR } from '@guanxi/core/storage'
import type { Zone } from '../dialect.ts'
import { id, join, raw, type Sql, sql } from '../fragment.ts'
import { condition } from './condition.ts'
import { demanded } from './expectation.ts'
import { listOf } from './list.ts'
import { all } from './logic.ts'
import type { Lowering } from './lowering.ts'
import { narrow } from './narrow.ts'
import { derivedNode } from './node.ts'
import { Paths } from './paths.ts'

/**
 * The groups of an aggregate: its keys as `k0`, `k1` …, its figures as `m0`, `m1` …
 *
 * Where keys are reached over references, rows are first grouped by the references themselves, `r0`, `r1` …: few groups
 * are left to look records up for, and their figures are put together to those of the groups that were asked for.
 */
export function groupsOf(lowering: Lowering, query: AggregateQuery): Sql {
  const paths = Paths.of(lowering, query, narrow(lowering, query.entity, query.where))
  const keys = query.groupBy.map((key, i) => ({ key, name: `k${i}` }))
  const references = referencesFirst(lowering, query)
  const first = references.length === 0 ? keys : keys.filter(({ key }) => key.path.hops.length === 0)
  const columns = [
    ...first.map(({ key, name }) => named(keyValue(lowering, paths, key), name)),
    ...references.map((field, i) => named(paths.root.node.column(field), `r${i}`)),
    ...query.measures.flatMap((measure, i) => {
      const value = seenValue(lowering, paths, measure)
      return value === undefined ? [] : [named(value, `x${i}`)]
    }),
  ]
  const where = all([
    ...demanded(lowering, query.expect),
    ...paths.root.conditions,
    condition(lowering, paths.root.node, query.where),
  ])
  const values = sql`select ${listed(columns)} from ${paths.from()} where ${where}`
  const names = [...first.map(({ name }) => name), ...references.map((_, i) => `r${i}`)]
  const figures = query.measures.map((measure, i) => named(figure(lowering, measure, id(`x${i}`)), `m${i}`))
  const groups = grouped(names, figures, sql`(${values}) as ${id('v')}`)
  if (references.length === 0) return groups

  const alias = 'p'
  const node = {
    ...derivedNode(paths.root.node, alias, new Map()),
    column: (field: FieldIR) => id(alias, `r${references.indexOf(field)}`),
  }
  const after = new Paths(lowering, { alias, node, from: sql`(${groups}) as ${id(alias)}`, conditions: [] })
  const found = keys.map(({ key, name }) =>
    named(key.path.hops.length === 0 ? id(alias, name) : keyValue(lowering, after, key), name),
  )
  const parts = query.measures.map((_, i) => id(alias, `m${i}`))
  const whole = query.measures.map(({ fn }, i) => named(together(fn, id(`m${i}`)), `m${i}`))
  const rows = sql`(select ${join([...found, ...parts])} from ${after.from()}) as ${id('w')}`
  return grouped(
    keys.map(({ name }) => name),
    whole,
    rows,
  )
}

const named = (value: Sql, name: string): Sql => sql`${value} as ${id(name)}`
const listed = (columns: readonly Sql[]): Sql => (columns.length === 0 ? raw('1 as one') : join(columns))

function grouped(keys: readonly string[], figures: readonly Sql[], rows: Sql): Sql {
  const names = keys.map((key) => id(key))
  const groups = sql`select ${listed([...names, ...figures])} from ${rows}`
  return names.length === 0 ? groups : sql`${groups} group by ${join(names)}`
}

/** The references that rows are first grouped by: none where their figures could not be put together afterwards. */
function referencesFirst({ dialect }: Lowering, { groupBy, measures }: AggregateQuery): readonly FieldIR[] {
  const apart = measures.every(
    ({ fn, path }) => fn !== 'countDistinct' && fn !== 'list' && (path?.hops.length ?? 0) === 0,
  )
  const over = groupBy.flatMap(({ path: { hops } }): readonly OneIR[] => hops.slice(0, 1))
  const pays = over.every((reference) => dialect.groupedFirst?.(reference) ?? true)
  return apart && pays ? [...new Set(over.map(({ via }) => via))] : []
}

function keyValue(lowering: Lowering, paths: Paths, { path, bucket }: Pick<GroupKey, 'path' | 'bucket'>): Sql {
  const { column } = paths.value(path)
  if (bucket === undefined) return column
  return lowering.dialect.bucket(
    column,
    bucket.unit,
    bucket.offsets.length === 0 ? undefined : zoneOf(lowering, bucket),
  )
}

function zoneOf(lowering: Lowering, bucket: Bucket): Zone {
  const slot = lowering.slotOf(bucket)
  return {
    length: bucket.offsets.length,
    parameter: (encode) => ({ slot, encode: (offsets) => encode(offsets as Bucket['offsets']) }),
  }
}

/** What a measure is made of: a value, missing on rows that it does not see; undefined: it counts all rows. */
function seenValue(lowering: Lowering, paths: Paths, { path, where, bucket }: Measure): Sql | undefined {
  const value = path === undefined ? undefined : keyValue(lowering, paths, { path, bucket })
  if (where === undefined) return value
  return sql`case when ${condition(lowering, paths.root.node, where)} then ${value ?? raw('1')} end`
}

function figure({ dialect }: Lowering, measure: Measure, value: Sql): Sql {
  const { fn, path, where } = measure
  if (path === undefined && where === undefined) return raw('count(*)')
  switch (fn) {
    case 'count':
      return sql`count(${value})`
    case 'countDistinct':
      return sql`count(distinct ${value})`
    case 'list':
      return listOf(dialect, measure, value)
    case 'sum':
      return sql`coalesce(sum(${value}), 0)`
    default:
      return sql`${raw(fn)}(${value})`
  }
}

/** The figure of several groups as one. A group has at least one: there is always a sum. */
const together = (fn: Measure['fn'], part: Sql): Sql =>
  fn === 'count' || fn === 'sum' ? sql`sum(${part})` : sql`${raw(fn)}(${part})`
