import type { EntityIR, FieldIR, ManyIR, OneIR } from '../schema/index.ts'

/**
 * A value of a query after the checks: canonical spelling, relative times and the actor resolved.
 *
 * @example
 * const values: readonly Literal[] = ['2026-03-16', 12_000, true]
 */
export type Literal = string | number | boolean

/**
 * `contains`, `begins` and `same` fold case and width, on searchable fields; the last two are search's own.
 *
 * @example
 * const symbols: Partial<Record<CompareOp, string>> = { eq: '=', gt: '>', gte: '>=' }
 */
export type CompareOp = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'startsWith' | SearchOp

/**
 * Comparisons by search text: it contains the other, begins with it, is the same.
 *
 * @example
 * const ops: readonly SearchOp[] = ['contains', 'begins', 'same']
 */
export type SearchOp = 'contains' | 'begins' | 'same'

/**
 * Comparisons of figures.
 *
 * @example
 * const symbols: Record<NumberOp, string> = { eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' }
 */
export type NumberOp = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte'

/**
 * A checked condition. Two-valued: a leaf over a missing value is false and its negation true. `ne` and `notIn` are
 * the negations of `eq` and `in`, so a missing value satisfies them; `eq: null` has become `isNull`.
 *
 * @example
 * const company = entityOf(schema, 'company')
 * const large: Condition = { node: 'compare', field: fieldOf(company, 'size'), op: 'gte', value: 100 }
 * const small: Condition = { node: 'not', of: large } // companies whose size is missing, too
 */
export type Condition =
  | { readonly node: 'and' | 'or'; readonly all: readonly Condition[] }
  | { readonly node: 'not'; readonly of: Condition }
  | { readonly node: 'compare'; readonly field: FieldIR; readonly op: CompareOp; readonly value: Literal }
  | { readonly node: 'in'; readonly field: FieldIR; readonly negated: boolean; readonly values: readonly Literal[] }
  | { readonly node: 'isNull'; readonly field: FieldIR; readonly negated: boolean }
  /** The related record exists (and may be seen) and matches; `none`: there is no such record at all. */
  | { readonly node: 'one'; readonly relation: OneIR; readonly is: Condition | 'none' }
  | {
      readonly node: 'many'
      readonly relation: ManyIR
      readonly quantifier: 'some' | 'none' | 'every'
      readonly where: Condition
    }
  /** Compares a figure of the related records that match `within`. The count and sum of nothing are 0; min and max missing. */
  | {
      readonly node: 'measure'
      readonly relation: ManyIR
      readonly within: Condition
      readonly fn: 'count' | 'sum' | 'min' | 'max'
      /** Undefined for count. */
      readonly field: FieldIR | undefined
      readonly op: NumberOp
      readonly value: Literal
    }

/**
 * Always true: an `and` of nothing.
 *
 * @example
 * const everything: EntityAccess = { rows: always, masks: new Map() }
 */
export const always: Condition = Object.freeze({ node: 'and', all: Object.freeze([]) })

/**
 * Always false: an `or` of nothing.
 *
 * @example
 * const nothing: EntityAccess = { rows: never, masks: new Map() }
 */
export const never: Condition = Object.freeze({ node: 'or', all: Object.freeze([]) })

/**
 * A field, reached over to-one relations.
 *
 * @example
 * const company = entityOf(schema, 'company')
 * const name: Path = { hops: [], field: fieldOf(company, 'name') }
 */
export interface Path {
  readonly hops: readonly OneIR[]
  readonly field: FieldIR
}

/**
 * A field to sort by. A missing value is the smallest, in both directions.
 *
 * @example
 * const byName: SortKey = { path: { hops: [], field: fieldOf(entityOf(schema, 'company'), 'name') }, direction: 'asc' }
 */
export interface SortKey {
  readonly path: Path
  readonly direction: 'asc' | 'desc'
}

/**
 * What an actor may see of one entity.
 *
 * @example
 * const unpriced: EntityAccess = { rows: always, masks: new Map([['amount', never]]) } // nobody reads amounts
 */
export interface EntityAccess {
  /** The rows. */
  readonly rows: Condition
  /** The fields that are missing for the actor, except on rows where the condition holds. */
  readonly masks: ReadonlyMap<string, Condition>
}

/**
 * What an actor may see, by entity; an entity that is not in it shows nothing. It holds at every node of a query: the
 * root, every hop of a path or relation, every include. Inside its own conditions it does not hold.
 *
 * @example
 * const open: Access = { entity: (name) => (name === 'company' ? { rows: always, masks: new Map() } : undefined) }
 */
export interface Access {
  entity(name: string): EntityAccess | undefined
}

/**
 * A row that is expected to be there, or not to be.
 *
 * @example
 * const there: Expectation = { entity: entityOf(schema, 'company'), tenant: 't', match: { id: 'c_1', version: 3 }, there: true }
 */
export interface Expectation {
  readonly entity: EntityIR
  readonly tenant: string
  /** Which row: equality on each of these (null matches null). */
  readonly match: Readonly<Record<string, Literal | null>>
  readonly there: boolean
  /** In a transaction: how a row that is there is held until its end. `update`: nobody else expects it meanwhile, either. */
  readonly lock?: 'share' | 'update'
  /** In a transaction: a name that nobody else locks before its end. It can stand for a row that is not there. */
  readonly hold?: string
}

/**
 * Selects records: exactly `limit` rows at most, in `orderBy`, which always ends in the id.
 *
 * @example
 * const company = entityOf(schema, 'company')
 * const query: SelectQuery = {
 *   entity: company,
 *   tenant: 't',
 *   access: null,
 *   where: always,
 *   bin: 'without',
 *   orderBy: [{ path: { hops: [], field: fieldOf(company, 'id') }, direction: 'asc' }],
 *   limit: 50,
 *   after: null,
 * }
 * const rows = await storage.session.select(query)
 */
export interface SelectQuery {
  readonly entity: EntityIR
  readonly tenant: string
  /** Null: the engine's own view, everything is seen. */
  readonly access: Access | null
  readonly where: Condition
  /** Which records: those alive, those in the bin, or both. Related records are always those alive. */
  readonly bin: 'without' | 'only' | 'with'
  readonly orderBy: readonly SortKey[]
  readonly limit: number
  /** The values of `orderBy` at the last row of the page before. */
  readonly after: readonly (Literal | null)[] | null
  /** At most `limit` rows for each value of this field, instead of over all. */
  readonly perParent?: FieldIR
  /**
   * Before `orderBy`: rows that satisfy the first of these come first, then those that satisfy the second, and so on,
   * then the others. The number of the condition is the first sort key, in `after` and in the keys that come out.
   */
  readonly rank?: readonly Condition[]
  /** Values of the sort keys come out too (for cursors); off for point reads. */
  readonly keys?: boolean
  readonly lock?: 'update' | 'share' | 'skipLocked'
  /** Refused where this does not hold at the moment of the statement, in its round trip. */
  readonly expect?: Expectation
}

/**
 * An instant's calendar bucket in a zone, from a table of the zone's offsets.
 *
 * @example
 * const monthly: Bucket = { unit: 'month', offsets: [{ from: null, offset: 28_800_000 }] } // eight hours ahead of UTC
 */
export interface Bucket {
  readonly unit: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
  /** Offsets in force: each from an instant (epoch milliseconds; the first from -Infinity, spelled null) on, in milliseconds. Empty for a date field. */
  readonly offsets: readonly { readonly from: number | null; readonly offset: number }[]
}

/**
 * A key to group by, under the name that it gets in the rows.
 *
 * @example
 * const key: GroupKey = { name: 'city', path: { hops: [], field: fieldOf(entityOf(schema, 'company'), 'city') }, bucket: undefined }
 */
export interface GroupKey {
  readonly name: string
  readonly path: Path
  readonly bucket: Bucket | undefined
}

/**
 * What a storage computes over the rows of a group. The sum of nothing is 0; min and max of nothing are null. A `list` has
 * every value that is there at least once, in any order: core sorts it, and takes out what is there twice.
 *
 * @example
 * const exact: readonly MeasureFn[] = ['count', 'sum']
 */
export type MeasureFn = 'count' | 'countDistinct' | 'sum' | 'min' | 'max' | 'list'

/**
 * A measure as the storage computes it. An average is asked for as a sum and a count, and divided in core.
 *
 * @example
 * const rows: Measure = { name: 'n', fn: 'count', path: undefined }
 */
export interface Measure {
  readonly name: string
  readonly fn: MeasureFn
  /** Undefined: rows are counted. Else rows where it is not missing. */
  readonly path: Path | undefined
  /** For `countDistinct` and `list`: periods instead of instants or days, as keys have them. */
  readonly bucket?: Bucket
  /** For `list`: hardly any value is there twice, so that to look for those takes longer than to hand them over. */
  readonly mostlyOnce?: boolean
  /**
   * For `list`, of texts that rollups keep: each has days, counted from the first of 1970, and of how many records where it is not
   * one: `20454*2,20485`. The days are listed.
   */
  readonly tallied?: boolean
  /** The rows of the group that it sees; all when missing. */
  readonly where?: Condition
}

/**
 * A checked condition on the measures of a group.
 *
 * @example
 * const several: Having = { node: 'compare', measure: 'n', op: 'gte', value: 2 }
 */
export type Having =
  | { readonly node: 'and' | 'or'; readonly all: readonly Having[] }
  | { readonly node: 'not'; readonly of: Having }
  | { readonly node: 'compare'; readonly measure: string; readonly op: NumberOp; readonly value: Literal }
  | { readonly node: 'isNull'; readonly measure: string }

/**
 * Groups and measures. Buckets come out as the first day of the period (`2026-03-01`), hours as `2026-03-01T13`, local to the zone.
 *
 * @example
 * const query: AggregateQuery = {
 *   entity: entityOf(schema, 'company'),
 *   tenant: 't',
 *   access: null,
 *   where: always,
 *   bin: 'without',
 *   groupBy: [],
 *   measures: [{ name: 'n', fn: 'count', path: undefined }],
 *   having: null,
 *   orderBy: [],
 *   limit: 1,
 * }
 * const [row] = await storage.session.aggregate(query)
 */
export interface AggregateQuery {
  readonly entity: EntityIR
  readonly tenant: string
  readonly access: Access | null
  readonly where: Condition
  readonly bin: 'without' | 'only' | 'with'
  readonly groupBy: readonly GroupKey[]
  readonly measures: readonly Measure[]
  readonly having: Having | null
  /** By keys and measures; every key follows at the end, so that the order is total. */
  readonly orderBy: readonly { readonly name: string; readonly direction: 'asc' | 'desc' }[]
  readonly limit: number
  /** Refused where this does not hold at the moment of the statement, in its round trip. */
  readonly expect?: Expectation
}
