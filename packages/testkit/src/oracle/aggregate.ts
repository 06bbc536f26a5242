import { CrmError, divide, type Rounding, type Row, safe } from '@guanxi/core'
import {
  compareValues,
  type EntityIR,
  entityOf,
  type FieldIR,
  fieldOf,
  matches,
  parseInstant,
} from '@guanxi/core/storage'
import { bucketOf } from './bucket.ts'
import type { Bin, Json, View } from './view.ts'

/**
 * An aggregate as plain JSON.
 *
 * @example
 * const query: RawAggregate = { groupBy: { city: 'city' }, measures: { n: { fn: 'count' } } }
 */
export interface RawAggregate {
  readonly where?: Json
  readonly groupBy?: Readonly<Record<string, unknown>>
  readonly measures: Readonly<Record<string, Json>>
  readonly having?: Json
  readonly orderBy?: Json | readonly Json[]
  readonly limit?: number
  readonly bin?: Bin
}

/**
 * The groups of an aggregate, in order; throws what must be thrown.
 *
 * @example
 * const countAll = (view: View, entity: EntityIR) => aggregateAll(view, entity, { measures: { n: { fn: 'count' } } })[0]?.n
 */
export function aggregateAll(view: View, entity: EntityIR, query: RawAggregate): readonly Row[] {
  const { where = {}, groupBy = {}, measures, having = {}, limit = Number.POSITIVE_INFINITY, bin = 'without' } = query
  const rows = view.all(entity, bin).filter((row) => matches(where, entity, row, view.world))
  const groups = new Map<string, { keys: Row; rows: Row[] }>()
  if (Object.keys(groupBy).length === 0) groups.set('', { keys: {}, rows: [] })
  for (const row of rows) {
    const keys = Object.fromEntries(Object.entries(groupBy).map(([name, key]) => [name, keyOf(view, entity, row, key)]))
    const id = Object.keys(groupBy).length === 0 ? '' : JSON.stringify(keys)
    const group = groups.get(id) ?? { keys, rows: [] }
    group.rows.push(row)
    groups.set(id, group)
  }
  const figures = [...groups.values()].map((group) => {
    const made = Object.entries(measures).map(([name, measure]) => [name, figureOf(view, entity, group.rows, measure)])
    return { row: { ...group.keys, ...Object.fromEntries(made) } as Row, rows: group.rows }
  })
  // What is in several currencies is refused, not filtered by an amount that has no meaning.
  const refusal = (rows: readonly Row[]) =>
    Object.values(measures)
      .map((measure) => refusalOf(view, entity, rows, measure))
      .find((code) => code !== undefined)
  const kept = figures
    .filter(({ row, rows }) => passes(having, row, view, entity, measures) || refusal(rows) !== undefined)
    .toSorted((a, b) => compareRows(a.row, b.row, query.orderBy ?? {}, Object.keys(groupBy)))
    .slice(0, limit)
  const refused = kept.map((group) => refusal(group.rows)).find((code) => code !== undefined)
  if (refused !== undefined) throw new CrmError(refused)
  return kept.map(({ row }) => row)
}

function keyOf(view: View, entity: EntityIR, row: Row, raw: unknown): unknown {
  const key = typeof raw === 'string' ? { field: raw } : (raw as Json)
  const value = view.follow(namesOf(key), entity, row)
  if (value === null || key.bucket === undefined) return value
  return bucketed(view, value, key)
}

function bucketed(view: View, value: unknown, { bucket, timeZone }: Json): string {
  return bucketOf(value as string, bucket as string, (timeZone as string | undefined) ?? view.setting.zone)
}

function figureOf(view: View, entity: EntityIR, group: readonly Row[], measure: Json): unknown {
  const { fn } = measure
  const rows = seenBy(view, entity, group, measure)
  if (measure.field === undefined && measure.path === undefined) return rows.length
  const found = rows.map((row) => view.follow(namesOf(measure), entity, row)).filter((value) => value !== null)
  const values = measure.bucket === undefined ? found : found.map((value) => bucketed(view, value, measure))
  if (fn === 'count') return values.length
  if (fn === 'countDistinct') return new Set(values).size
  if (fn === 'list') return [...new Set(values)].toSorted(compareValues)
  if (fn === 'min' || fn === 'max') return values.toSorted(compareValues).at(fn === 'min' ? 0 : -1) ?? null
  const sum = values.reduce((total: bigint, value) => total + BigInt(value as number), 0n)
  if (fn === 'sum') return safe(sum)
  return values.length === 0 ? null : divide(sum, BigInt(values.length), measure.rounding as Rounding)
}

/** The rows of a group that a measure sees. */
function seenBy(view: View, entity: EntityIR, rows: readonly Row[], { where }: Json): readonly Row[] {
  return where === undefined ? rows : rows.filter((row) => matches(where, entity, row, view.world))
}

function passes(
  having: Json,
  row: Row,
  view: View,
  entity: EntityIR,
  measures: Readonly<Record<string, Json>>,
): boolean {
  return Object.entries(having).every(([key, raw]) => {
    if (key === 'and') return (raw as Json[]).every((item) => passes(item, row, view, entity, measures))
    if (key === 'or') return (raw as Json[]).some((item) => passes(item, row, view, entity, measures))
    if (key === 'not') return !passes(raw as Json, row, view, entity, measures)
    const measure = measures[key] ?? {}
    const instants =
      (measure.fn === 'min' || measure.fn === 'max') && fieldAt(view, entity, namesOf(measure)).kind === 'datetime'
    const spell = (operand: unknown) => (instants && typeof operand === 'string' ? parseInstant(operand) : operand)
    const operators = typeof raw === 'object' && raw !== null ? (raw as Json) : { eq: raw }
    return Object.entries(operators).every(([op, operand]) => compares(op, row[key] ?? null, spell(operand)))
  })
}

function compares(op: string, value: unknown, operand: unknown): boolean {
  if (op === 'isNull') return (value === null) === operand
  if (op === 'eq') return value === operand
  if (op === 'ne') return value !== operand
  if (value === null) return false
  const difference = compareValues(value, operand)
  if (op === 'gt') return difference > 0
  if (op === 'gte') return difference >= 0
  return op === 'lt' ? difference < 0 : difference <= 0
}

function compareRows(a: Row, b: Row, orderBy: Json | readonly Json[], keys: readonly string[]): number {
  const items: readonly Json[] = Array.isArray(orderBy) ? orderBy : [orderBy]
  const named = items.flatMap((item) => Object.entries(item))
  for (const [name, direction] of [...named, ...keys.map((key) => [key, 'asc'] as const)]) {
    const difference = compareValues(a[name], b[name])
    if (difference !== 0) return direction === 'asc' ? difference : -difference
  }
  return 0
}

/** Why a measure may not put its amounts together: they have several currencies, or no value in the report currency. */
function refusalOf(view: View, entity: EntityIR, rows: readonly Row[], measure: Json): string | undefined {
  const names = namesOf(measure)
  if (measure.fn === 'count' || measure.fn === 'countDistinct' || measure.fn === 'list') return undefined
  const hops = names.slice(0, -1)
  const target = hops.reduce((at, name) => entityOf(view.setting.schema, at.one.get(name)?.to ?? ''), entity)
  const currency = target.currencies.get(names.at(-1) ?? '')
  if (currency === undefined) return undefined
  const path = [...hops, ...currency.hops.map((hop) => hop.name), currency.field.name]
  const reached = seenBy(view, entity, rows, measure).filter(
    (row) => view.follow([...hops, 'id'], entity, row) !== null,
  )
  const found = reached.map((row) => view.follow(path, entity, row))
  if (fieldAt(view, entity, names).report !== undefined && found.includes(null)) return 'RATE_MISSING'
  return new Set(found.filter((value) => value !== null)).size > 1 ? 'MIXED_CURRENCY' : undefined
}

function fieldAt(view: View, entity: EntityIR, names: readonly string[]): FieldIR {
  const hops = names.slice(0, -1)
  const target = hops.reduce((at, name) => entityOf(view.setting.schema, at.one.get(name)?.to ?? ''), entity)
  return fieldOf(target, names.at(-1) ?? '')
}

function namesOf(source: Json): readonly string[] {
  return source.path === undefined ? [source.field as string] : (source.path as readonly string[])
}
