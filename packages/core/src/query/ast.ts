import type { EntityIR, FieldIR, ManyIR, OneIR } from '../schema/index.ts'

/** A value of a query after the checks: canonical spelling, relative times and the actor resolved. */
export type Literal = string | number | boolean

/** `contains`, `begins` and `same` fold case and width, on searchable fields; the last two are search's own. */
export type CompareOp = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'startsWith' | SearchOp
export type SearchOp = 'contains' | 'begins' | 'same'
export type NumberOp = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte'

/**
 * A checked condition. Two-valued: a leaf over a missing value is false and its negation true. `ne` and `notIn` are
 * the negations of `eq` and `in`, so a missing value satisfies them; `eq: null` has become `isNull`.
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

/** Always true: an `and` of nothing. Always false: an `or` of nothing. */
export const always: Condition = Object.freeze({ node: 'and', all: Object.freeze([]) })
export const never: Condition = Object.freeze({ node: 'or', all: Object.freeze([]) })

/** A field, reached over to-one relations. */
export interface Path {
  readonly hops: readonly OneIR[]
  readonly field: FieldIR
}

export interface SortKey {
  readonly path: Path
  readonly direction: 'asc' | 'desc'
}

/** What an actor may see of one entity. */
export interface EntityAccess {
  /** The rows. */
  readonly rows: Condition
  /** The fields that are missing for the actor, except on rows where the condition holds. */
  readonly masks: ReadonlyMap<string, Condition>
}

/**
 * What an actor may see, by entity; an entity that is not in it shows nothing. It holds at every node of a query: the
 * root, every hop of a path or relation, every include. Inside its own conditions it does not hold.
 */
export interface Access {
  entity(name: string): EntityAccess | undefined
}

/** A row that is expected to be there, or not to be. */
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

/** Selects records, newest plan first: exactly `limit` rows at most, in `orderBy`, which always ends in the id. */
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

/** An instant's calendar bucket in a zone, from a table of the zone's offsets. */
export interface Bucket {
  readonly unit: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
  /** Offsets in force: each from an instant (epoch milliseconds; the first from -Infinity, spelled null) on, in milliseconds. Empty for a date field. */
  readonly offsets: readonly { readonly from: number | null; readonly offset: number }[]
}

export interface GroupKey {
  readonly name: string
  readonly path: Path
  readonly bucket: Bucket | undefined
}

export type MeasureFn = 'count' | 'countDistinct' | 'sum' | 'min' | 'max'

/** A measure as the storage computes it. An average is asked for as a sum and a count, and divided in core. */
export interface Measure {
  readonly name: string
  readonly fn: MeasureFn
  /** Undefined: rows are counted. Else rows where it is not missing. */
  readonly path: Path | undefined
  /** The rows of the group that it sees; all when missing. */
  readonly where?: Condition
}

export type Having =
  | { readonly node: 'and' | 'or'; readonly all: readonly Having[] }
  | { readonly node: 'not'; readonly of: Having }
  | { readonly node: 'compare'; readonly measure: string; readonly op: NumberOp; readonly value: Literal }
  | { readonly node: 'isNull'; readonly measure: string }

/** Groups and measures. Buckets come out as the first day of the period (`2026-03-01`), hours as `2026-03-01T13`, local to the zone. */
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
