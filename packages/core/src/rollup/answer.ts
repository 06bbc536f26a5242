import type {
  AggregateQuery,
  Bucket,
  Condition,
  EntityAccess,
  GroupKey,
  Literal,
  Measure,
  Path,
} from '../query/index.ts'
import type { FieldIR } from '../schema/index.ts'
import { epochOf, type Period, periodFrom } from '../time/index.ts'
import { fieldsIn } from './fields-in.ts'
import type { KeyIR, RollupIR } from './installed.ts'

/**
 * The same query over a rollup's cells: it answers the same. Undefined where it cannot, because the query, or what the actor
 * may see, asks for more than the rollup's keys and figures.
 */
export function overCells(query: AggregateQuery, rollup: RollupIR): AggregateQuery | undefined {
  const access = query.access === null ? everything : query.access.entity(query.entity.name)
  if (query.bin !== 'without' || access === undefined) return undefined
  const asked = partsOf(query.where)
  const counted = partsOf(rollup.where)
  if (!counted.every((part) => asked.some((other) => spell(other) === spell(part)))) return undefined
  const rest = asked.filter((part) => !counted.some((other) => spell(other) === spell(part)))
  const names = new Set([...namesIn(query.where), ...measured(query)])
  if ([...access.masks.keys()].some((name) => names.has(name))) return undefined
  const where = over(rollup, { node: 'and', all: [...rest, access.rows] })
  const groupBy = query.groupBy.map((key) => groupOver(rollup, key))
  const measures = query.measures.map((measure) => measureOver(rollup, measure, groupBy.length > 0))
  if (where === undefined || !whole(groupBy) || !whole(measures)) return undefined
  const [records] = rollup.sums
  if (records === undefined) return undefined
  // A group that has lost all its records is none.
  const there: Condition = { node: 'compare', field: records.cell, op: 'gt', value: 0 }
  return {
    ...query,
    entity: rollup.cells,
    access: null,
    bin: 'with',
    where: { node: 'and', all: [where, there] },
    groupBy,
    measures,
  }
}

const everything: EntityAccess = { rows: { node: 'and', all: [] }, masks: new Map() }

const whole = <T>(list: readonly (T | undefined)[]): list is readonly T[] => !list.includes(undefined)

/** What must all hold. */
function partsOf(of: Condition): readonly Condition[] {
  return of.node === 'and' ? of.all.flatMap(partsOf) : [of]
}

/** Fields by their names: each tenant has a schema of his own. */
const spell = (of: Condition): string =>
  JSON.stringify(of, (key, value) => (key === 'field' ? (value as FieldIR).name : (value as unknown)))

const namesIn = (of: Condition): readonly string[] => fieldsIn(of).map(({ name }) => name)

const measured = ({ groupBy, measures }: AggregateQuery): readonly string[] => [
  ...groupBy.map(({ path }) => path.field.name),
  ...measures.flatMap(({ path, where }) => [
    ...(path === undefined ? [] : [path.field.name]),
    ...(where === undefined ? [] : namesIn(where)),
  ]),
]

/** A condition on records as one on cells. */
function over(rollup: RollupIR, of: Condition): Condition | undefined {
  switch (of.node) {
    case 'and':
    case 'or': {
      const all = of.all.map((part) => over(rollup, part))
      return whole(all) ? { node: of.node, all } : undefined
    }
    case 'not': {
      const inner = over(rollup, of.of)
      return inner === undefined ? undefined : { node: 'not', of: inner }
    }
    case 'isNull': {
      const key = rollup.keys.find(({ field }) => field.name === of.field.name)
      return key === undefined ? undefined : { ...of, field: key.cell }
    }
    case 'in':
    case 'compare': {
      const key = rollup.keys.find(({ field, period }) => field.name === of.field.name && period === undefined)
      if (key !== undefined) return isSearch(of) ? undefined : { ...of, field: key.cell }
      return of.node === 'compare' ? periodsOver(rollup, of) : undefined
    }
    default:
      return undefined
  }
}

const isSearch = (of: Condition): boolean =>
  of.node === 'compare' && (of.op === 'contains' || of.op === 'begins' || of.op === 'same')

const last = Date.parse('9999-12-31T23:59:59.999Z')

/** From an instant on, or before it, where a period of the rollup begins with it. */
function periodsOver({ keys }: RollupIR, of: Extract<Condition, { node: 'compare' }>): Condition | undefined {
  if (of.op !== 'gt' && of.op !== 'gte' && of.op !== 'lt' && of.op !== 'lte') return undefined
  const isDay = of.field.kind === 'date'
  // After a moment is from the next one on.
  const next = of.op === 'gt' || of.op === 'lte' ? (isDay ? 86_400_000 : 1) : 0
  const moment = epochOf(isDay ? `${of.value}T00:00:00.000Z` : String(of.value)) + next
  // After the last day there is no period that could be spelled.
  if (moment > last) return undefined
  const op = of.op === 'gt' || of.op === 'gte' ? 'gte' : 'lt'
  for (const { field, cell, period, offsets } of keys) {
    if (field.name !== of.field.name || period === undefined) continue
    const value: Literal | undefined = periodFrom(moment, period, offsets())
    if (value !== undefined) return { node: 'compare', field: cell, op, value }
  }
  return undefined
}

function groupOver({ keys }: RollupIR, { name, path, bucket }: GroupKey): GroupKey | undefined {
  if (path.hops.length > 0) return undefined
  const own = keys.filter(({ field }) => field.name === path.field.name)
  const to = ({ cell }: KeyIR): Path => ({ hops: [], field: cell })
  if (bucket === undefined) {
    const key = own.find(({ period }) => period === undefined)
    return key === undefined ? undefined : { name, path: to(key), bucket }
  }
  const zoned = own.filter((key) => key.period !== undefined && sameOffsets(key.offsets(), bucket.offsets))
  const same = zoned.find((key) => isOf(key, bucket))
  if (same !== undefined) return { name, path: to(same), bucket: undefined }
  const finer = zoned.find(({ period }) => period !== undefined && within(period, bucket.unit))
  return finer === undefined ? undefined : { name, path: to(finer), bucket: { unit: bucket.unit, offsets: [] } }
}

const isOf = ({ period, offsets }: KeyIR, bucket: Bucket): boolean =>
  period === bucket.unit && sameOffsets(offsets(), bucket.offsets)

const sameOffsets = (one: GroupOffsets, other: GroupOffsets): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)
type GroupOffsets = ReturnType<KeyIR['offsets']>

/** Whether every period of one length lies in one of the other; hours are kept as texts, and have none. */
function within(small: Period, large: Period): boolean {
  if (small === 'day') return large !== 'hour'
  return (small === 'month' && (large === 'quarter' || large === 'year')) || (small === 'quarter' && large === 'year')
}

function measureOver(rollup: RollupIR, measure: Measure, grouped: boolean): Measure | undefined {
  const { name, fn, path, where, bucket } = measure
  const condition = where === undefined ? undefined : over(rollup, where)
  if (where !== undefined && condition === undefined) return undefined
  const narrowed = condition === undefined ? {} : { where: condition }
  if (path !== undefined && path.hops.length > 0) return undefined
  if (fn === 'count' || fn === 'sum') {
    // A value that is never missing is counted with its record.
    const field = fn === 'count' && path?.field.nullable === false ? undefined : path?.field
    const kept = rollup.sums.find((sum) => sum.fn === fn && sum.field?.name === field?.name)
    return kept === undefined ? undefined : { name, fn: 'sum', path: { hops: [], field: kept.cell }, ...narrowed }
  }
  if (path === undefined) return undefined
  if (fn === 'list' && bucket !== undefined) {
    const kept = rollup.lists.find((list) => list.field.name === path.field.name && isOf(list, bucket))
    if (kept !== undefined) return { name, fn, path: { hops: [], field: kept.cell }, tallied: true, ...narrowed }
  }
  const key = groupOver(rollup, { name, path, bucket })
  if (key === undefined) return undefined
  const periods = key.bucket === undefined ? {} : { bucket: key.bucket }
  // Of the cells of a group hardly two are of one period, but where there is one group of all.
  const once = fn === 'list' && bucket !== undefined && grouped ? { mostlyOnce: true } : {}
  return { name, fn, path: key.path, ...periods, ...once, ...narrowed }
}
