import { CrmError, type Row } from '@guanxi/core'
import { type AggregateQuery, type Bucket, columnTypeOf, type GroupKey, type Measure } from '@guanxi/core/storage'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import type { Plan } from '../plan/plan.ts'
import { condition } from './condition.ts'
import { demanded } from './expectation.ts'
import { lowerHaving } from './having.ts'
import { all } from './logic.ts'
import type { Lowering } from './lowering.ts'
import { narrow } from './narrow.ts'
import { Paths } from './paths.ts'
import { type Output, outputOf } from './reader.ts'

/**
 * The plan of an aggregate, in three steps: the values, the groups, the order. Every expression is written once and
 * named by us (`k0`, `x0`, `m0`); the steps outside use the names.
 */
export function lowerAggregate(lowering: Lowering, query: AggregateQuery): Plan<Row> {
  const { dialect } = lowering
  const candidates = narrow(lowering, query.entity, query.where)
  const paths = new Paths(lowering, query, candidates)
  const keys = query.groupBy.map((key, i) => sql`${keyValue(lowering, paths, key)} as ${id(`k${i}`)}`)
  const counted = query.measures.flatMap((measure, i) => {
    const value = seenValue(lowering, paths, measure)
    return value === undefined ? [] : [sql`${value} as ${id(`x${i}`)}`]
  })
  const columns = keys.length + counted.length === 0 ? [raw('1 as one')] : [...keys, ...counted]
  const where = all([
    ...demanded(lowering, query.expect),
    ...paths.root.conditions,
    condition(lowering, paths.root.node, query.where),
  ])
  const values = sql`select ${join(columns)} from ${paths.from()} where ${where}`

  const keyNames = keys.map((_, i) => id(`k${i}`))
  const figures = query.measures.map((measure, i) => sql`${figure(measure, id(`x${i}`))} as ${id(`m${i}`)}`)
  const list = [...keyNames, ...figures].length === 0 ? [raw('1 as one')] : [...keyNames, ...figures]
  const grouped = sql`select ${join(list)} from (${values}) as ${id('v')}`
  const groups = keyNames.length === 0 ? grouped : sql`${grouped} group by ${join(keyNames)}`

  const outputs = [
    ...query.groupBy.map((key, i) => keyOutput(lowering, key, `k${i}`)),
    ...query.measures.map((measure, i) => figureOutput(lowering, measure, `m${i}`)),
  ]
  const having = query.having === null ? undefined : lowerHaving(lowering, query, query.having)
  const shown =
    outputs.length === 0 ? [raw('1 as one')] : outputs.map(({ column, name }) => sql`${column} as ${id(`o_${name}`)}`)
  const filtered = sql`select ${join(shown)} from (${groups}) as ${id('g')}${having === undefined ? raw('') : sql` where ${having}`}`
  const order = orderOf(lowering, query)
  const fragment = sql`${filtered}${order.length === 0 ? raw('') : sql` order by ${join(order)}`} ${raw(`limit ${Math.trunc(query.limit)}`)}`
  return { ...compile(dialect.compiler, fragment), anew: lowering.anew, decode: reader(query, outputs) }
}

function keyValue(lowering: Lowering, paths: Paths, { path, bucket }: GroupKey): Sql {
  const { column } = paths.value(path)
  if (bucket === undefined) return column
  return lowering.dialect.bucket(
    column,
    bucket.unit,
    bucket.offsets.length === 0 ? undefined : offsetAt(lowering, column, bucket),
  )
}

/** The zone's offset at an instant: the latest of those that began before it. */
function offsetAt(lowering: Lowering, instant: Sql, bucket: Bucket): Sql {
  const first = lowering.slotOf(bucket)
  const { offset: spell, offsetType = 'text' } = lowering.dialect
  const offset = (i: number) => lowering.typed(first + 2 * i + 1, offsetType, (value) => spell(Number(value)))
  const encode = lowering.dialect.codec('datetime').encode
  const began = (value: unknown) => {
    const text = new Date(Number(value)).toISOString()
    return encode === undefined ? text : encode(text)
  }
  // By halving: a zone with summer time has hundreds of them, and every row asks.
  const among = (low: number, high: number): Sql => {
    if (high - low <= 1) return offset(low)
    const middle = (low + high) >> 1
    const since = lowering.typed(first + 2 * middle, 'datetime', began)
    return sql`case when ${instant} >= ${since} then ${among(middle, high)} else ${among(low, middle)} end`
  }
  return among(0, bucket.offsets.length)
}

/** What a measure is made of: a value, missing on rows that it does not see; undefined: it counts all rows. */
function seenValue(lowering: Lowering, paths: Paths, { path, where }: Measure): Sql | undefined {
  const value = path === undefined ? undefined : paths.value(path).column
  if (where === undefined) return value
  return sql`case when ${condition(lowering, paths.root.node, where)} then ${value ?? raw('1')} end`
}

function figure({ fn, path, where }: Measure, value: Sql): Sql {
  if (path === undefined && where === undefined) return raw('count(*)')
  switch (fn) {
    case 'count':
      return sql`count(${value})`
    case 'countDistinct':
      return sql`count(distinct ${value})`
    case 'sum':
      return sql`coalesce(sum(${value}), 0)`
    default:
      return sql`${raw(fn)}(${value})`
  }
}

function keyOutput(lowering: Lowering, { path, bucket }: GroupKey, name: string): Output {
  return bucket === undefined
    ? outputOf(lowering.dialect, name, id(name), path.field)
    : { name, column: lowering.dialect.bucketText?.(id(name), bucket.unit) ?? id(name), decode: undefined }
}

function figureOutput(lowering: Lowering, { name: measure, fn, path }: Measure, name: string): Output {
  if (path !== undefined && (fn === 'min' || fn === 'max') && columnTypeOf(path.field.kind) !== 'integer') {
    return outputOf(lowering.dialect, name, id(name), path.field)
  }
  return { name, column: id(name), decode: (value) => exact(Number(value), measure) }
}

function exact(value: number, path: string): number {
  if (!Number.isSafeInteger(value)) throw new CrmError('NUMBER_OUT_OF_RANGE', { details: { path } })
  return value
}

function orderOf(lowering: Lowering, query: AggregateQuery): readonly Sql[] {
  const ordered = query.orderBy.map(({ name, direction }) => ({ name: aliasOf(query, name), direction }))
  const rest = query.groupBy.map((_, i) => `k${i}`).filter((name) => !ordered.some((key) => key.name === name))
  const keys = [...ordered, ...rest.map((name) => ({ name, direction: 'asc' as const }))]
  return keys.map(({ name, direction }) => lowering.dialect.order(id('g', name), direction))
}

function aliasOf(query: AggregateQuery, name: string): string {
  const key = query.groupBy.findIndex((group) => group.name === name)
  return key >= 0 ? `k${key}` : `m${query.measures.findIndex((measure) => measure.name === name)}`
}

function reader(query: AggregateQuery, outputs: readonly Output[]): (row: readonly unknown[]) => Row {
  const names = [...query.groupBy, ...query.measures].map(({ name }) => name)
  return (values) => {
    const row: Record<string, unknown> = {}
    for (const [i, name] of names.entries()) {
      const value = values[i] ?? null
      const decode = outputs[i]?.decode
      row[name] = value === null || decode === undefined ? value : decode(value)
    }
    return row
  }
}
