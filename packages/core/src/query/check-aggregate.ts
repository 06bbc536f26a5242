import { invalid } from '../error/index.ts'
import type { EntityIR, Rounding } from '../schema/index.ts'
import { type AggregateQuery, always, type GroupKey } from './ast.ts'
import { checkBucket } from './check-bucket.ts'
import { checkHaving } from './check-having.ts'
import { type CurrencyWatch, checkSource, Measures } from './check-measures.ts'
import { checkWhere } from './check-where.ts'
import { limitsOf, type QueryContext } from './context.ts'
import { tooComplex } from './limits.ts'
import { entriesOf, readCount, readObject, readWord } from './read.ts'

/** A checked request for figures: the parts of the storage's query, and how its rows are finished. */
export interface CheckedAggregate
  extends Pick<AggregateQuery, 'where' | 'groupBy' | 'measures' | 'having' | 'orderBy' | 'limit'> {
  /** As many groups as there may be. */
  readonly most: number
  /** The names of the measures asked for, in their order; the others are hidden and taken off again. */
  readonly names: readonly string[]
  /** Averages by name: the hidden sum and count that make them. */
  readonly averages: ReadonlyMap<string, { readonly sum: string; readonly count: string; readonly rounding: Rounding }>
  /** How long a list may be. */
  readonly longest: number
  /** What tells whether the amounts may be put together. */
  readonly currencies: readonly CurrencyWatch[]
}

const topKeys = ['where', 'groupBy', 'measures', 'having', 'orderBy', 'limit'] as const

/**
 * Checks an `Aggregate` as plain JSON.
 *
 * @throws CrmError `INVALID`, `UNKNOWN_KEY`, `QUERY_TOO_COMPLEX`: with the path in it.
 *
 * @example
 * const context: QueryContext = { schema, now: 0, zone: 'UTC', actor: { user: 'u_1' } }
 * const checked: CheckedAggregate = checkAggregate({ measures: { n: { fn: 'count' } } }, entityOf(schema, 'order'), context)
 */
export function checkAggregate(raw: unknown, entity: EntityIR, context: QueryContext): CheckedAggregate {
  const given = readObject(raw, 'query', topKeys)
  const limits = limitsOf(context)
  const where = given.has('where') ? checkWhere(given.get('where'), entity, context) : always
  const groupBy = entriesOf(given.get('groupBy') ?? {}, 'groupBy').map(([name, key]) => {
    checkName(name, `groupBy.${name}`)
    return checkGroup(name, key, entity, `groupBy.${name}`, context)
  })
  if (!given.has('measures')) throw invalid('measures', 'is missing', 'Such as { n: { fn: "count" } }.')
  const grouped = new Set(groupBy.map(({ name }) => name))
  const measures = new Measures(entity, context, groupBy, where)
  const asked = entriesOf(given.get('measures'), 'measures')
  if (asked.length === 0) throw invalid('measures', 'names no measure', 'Such as { n: { fn: "count" } }.')
  for (const [name, measure] of asked) {
    checkName(name, `measures.${name}`)
    if (grouped.has(name)) throw invalid(`measures.${name}`, 'has the name of a key')
    measures.add(name, measure, `measures.${name}`)
  }
  if (groupBy.length + asked.length > limits.columns)
    throw tooComplex('query', `has more than ${limits.columns} columns`)
  // Without a limit all groups are meant: one more than there may be shows that they are too many.
  const limit = given.has('limit') ? readCount(given.get('limit'), 'limit', 1) : limits.groups + 1
  if (given.has('limit') && limit > limits.groups) throw tooComplex('limit', `is more than ${limits.groups} groups`)
  const having = given.has('having') ? measures.orMixed(checkHaving(given.get('having'), measures, context)) : null
  return {
    where,
    groupBy,
    measures: measures.all,
    having,
    orderBy: checkOrder(given.get('orderBy') ?? {}, groupBy, measures),
    limit,
    most: limits.groups,
    names: asked.map(([name]) => name),
    averages: measures.averages,
    longest: limits.values,
    currencies: measures.currencies,
  }
}

function checkGroup(name: string, raw: unknown, entity: EntityIR, path: string, context: QueryContext): GroupKey {
  if (typeof raw === 'string') return checkGroup(name, { field: raw }, entity, path, context)
  const given = readObject(raw, path, ['field', 'path', 'bucket', 'timeZone'])
  const source = checkSource(given, entity, path, context)
  const { kind } = source.field
  if (kind === 'json') throw invalid(path, 'a JSON value cannot be grouped by')
  if (!given.has('bucket')) {
    if (given.has('timeZone')) throw invalid(`${path}.timeZone`, 'is for buckets')
    return { name, path: source, bucket: undefined }
  }
  return { name, path: source, bucket: checkBucket(given, source, path, context) }
}

/** By keys and measures; the keys that are not named follow, so that the order is total. */
function checkOrder(raw: unknown, groupBy: readonly GroupKey[], measures: Measures): AggregateQuery['orderBy'] {
  const order: { name: string; direction: 'asc' | 'desc' }[] = []
  const items = Array.isArray(raw) ? raw.map((item, i) => [item, `orderBy.${i}`] as const) : [[raw, 'orderBy'] as const]
  for (const [item, path] of items) {
    for (const [name, direction] of entriesOf(item, path)) {
      const at = `${path}.${name}`
      if (!groupBy.some((key) => key.name === name))
        measures.require(
          name,
          at,
          groupBy.map((key) => key.name),
        )
      if (order.some((key) => key.name === name)) throw invalid(at, 'is named twice')
      order.push({ name, direction: readWord(direction, at, ['asc', 'desc']) })
    }
  }
  const rest = groupBy.filter(({ name }) => !order.some((key) => key.name === name))
  return [...order, ...rest.map(({ name }) => ({ name, direction: 'asc' as const }))]
}

function checkName(name: string, path: string): void {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,40}$/.test(name)) throw invalid(path, 'expected a name of letters and digits')
}
