import { CrmError, type Row } from '@guanxi/core'
import { type AggregateQuery, columnTypeOf, type GroupKey, type Measure } from '@guanxi/core/storage'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import type { Plan } from '../plan/plan.ts'
import { asksBetween } from './between.ts'
import { groupsOf } from './groups.ts'
import { lowerHaving } from './having.ts'
import { listReader } from './list.ts'
import type { Lowering } from './lowering.ts'
import { type Output, outputOf } from './reader.ts'

/**
 * The plan of an aggregate, in three steps: the values, the groups, the order. Every expression is written once and
 * named by us (`k0`, `x0`, `m0`); the steps outside use the names.
 */
export function lowerAggregate(lowering: Lowering, query: AggregateQuery): Plan<Row> {
  const { dialect } = lowering
  const groups = groupsOf(lowering, query)
  const outputs = [
    ...query.groupBy.map((key, i) => keyOutput(lowering, key, `k${i}`)),
    ...query.measures.map((measure, i) => figureOutput(lowering, measure, `m${i}`)),
  ]
  const having = query.having === null ? undefined : lowerHaving(lowering, query, query.having)
  const shown =
    outputs.length === 0 ? [raw('1 as one')] : outputs.map(({ column, name }) => sql`${column} as ${id(`o_${name}`)}`)
  const page = pageOf(lowering, query)
  const filtered = sql`select ${join(shown)} from (${groups}${page}) as ${id('g')}${having === undefined ? raw('') : sql` where ${having}`}`
  const order = orderOf(lowering, query)
  const fragment = sql`${filtered}${order.length === 0 ? raw('') : sql` order by ${join(order)}`} ${raw(`limit ${Math.trunc(query.limit)}`)}`
  const anew = lowering.anew || asksBetween(query.where)
  return { ...compile(dialect.compiler, fragment), anew, decode: reader(query, outputs) }
}

function keyOutput(lowering: Lowering, { path, bucket }: GroupKey, name: string): Output {
  return bucket === undefined
    ? outputOf(lowering.dialect, name, id(name), path.field)
    : { name, column: lowering.dialect.bucketText?.(id(name), bucket.unit) ?? id(name), decode: undefined }
}

function figureOutput(lowering: Lowering, of: Measure, name: string): Output {
  const { name: measure, fn, path } = of
  if (fn === 'list') return { name, column: id(name), decode: listReader(lowering.dialect, of) }
  if (path !== undefined && (fn === 'min' || fn === 'max') && columnTypeOf(path.field.kind) !== 'integer') {
    return outputOf(lowering.dialect, name, id(name), path.field)
  }
  return { name, column: id(name), decode: (value) => exact(Number(value), measure) }
}

function exact(value: number, path: string): number {
  if (!Number.isSafeInteger(value)) throw new CrmError('NUMBER_OUT_OF_RANGE', { details: { path } })
  return value
}

/**
 * Groups in the order of their keys alone need not all be made: where an index has them in order, what is behind the page is never
 * read. Not every planner sees that from outside.
 */
function pageOf(lowering: Lowering, query: AggregateQuery): Sql {
  const keys = keysIn(query)
  const byKeys = keys.length === query.groupBy.length && query.having === null
  if (keys.length === 0 || !byKeys) return raw('')
  const order = keys.map(({ name, direction }) => lowering.dialect.order(id(name), direction))
  return sql` order by ${join(order)} ${raw(`limit ${Math.trunc(query.limit)}`)}`
}

function orderOf(lowering: Lowering, query: AggregateQuery): readonly Sql[] {
  return keysIn(query).map(({ name, direction }) => lowering.dialect.order(id('g', name), direction))
}

/** What groups are sorted by: at the end every key. */
function keysIn(query: AggregateQuery): readonly { readonly name: string; readonly direction: 'asc' | 'desc' }[] {
  const ordered = query.orderBy.map(({ name, direction }) => ({ name: aliasOf(query, name), direction }))
  const rest = query.groupBy.map((_, i) => `k${i}`).filter((name) => !ordered.some((key) => key.name === name))
  return [...ordered, ...rest.map((name) => ({ name, direction: 'asc' as const }))]
}

function aliasOf(query: AggregateQuery, name: string): string {
  const key = query.groupBy.findIndex((group) => group.name === name)
  return key >= 0 ? `k${key}` : `m${query.measures.findIndex((measure) => measure.name === name)}`
}

function reader(query: AggregateQuery, outputs: readonly Output[]): (row: readonly unknown[]) => Row {
  const names = [...query.groupBy, ...query.measures].map(({ name }) => name)
  return (values) => {
    const row: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string
      const value = values[i] ?? null
      const decode = outputs[i]?.decode
      row[name] = value === null || decode === undefined ? value : decode(value)
    }
    return row
  }
}
