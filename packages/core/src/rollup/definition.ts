import type { BucketUnit, Where } from '../query/index.ts'
import type { HasEntities, NameIn, RowIn } from '../schema/index.ts'

/**
 * A key of a rollup: a field of the record, or a calendar period of one.
 *
 * @example
 * const keys: Readonly<Record<string, RollupKey<CoreTypes, 'order'>>> = {
 *   month: { field: 'placedAt', bucket: 'month', timeZone: 'Asia/Shanghai' },
 *   currency: 'currency',
 * }
 */
export type RollupKey<T extends HasEntities, E extends NameIn<T>> =
  | (keyof RowIn<T, E> & string)
  | {
      readonly field: keyof RowIn<T, E> & string
      readonly bucket: BucketUnit
      /** An IANA zone: the instance's unless told. For instants, and not for days. */
      readonly timeZone?: string
    }

/**
 * A figure of a rollup: records are counted, or those that have a value, or values are added, of integers and money. A list keeps
 * in which periods there are records: one cell of a customer has all his months, where months as a key would make a cell of each.
 * What it lists is asked for whole: unless that field is a key as well, no condition on it is answered from such a cell.
 *
 * @example
 * const measures: Readonly<Record<string, RollupMeasure<CoreTypes, 'order'>>> = {
 *   revenue: { fn: 'sum', field: 'total' },
 *   months: { fn: 'list', field: 'placedAt', bucket: 'month' },
 * }
 */
export type RollupMeasure<T extends HasEntities, E extends NameIn<T>> =
  | { readonly fn: 'count'; readonly field?: keyof RowIn<T, E> & string }
  | { readonly fn: 'sum'; readonly field: keyof RowIn<T, E> & string }
  | {
      readonly fn: 'list'
      readonly field: keyof RowIn<T, E> & string
      readonly bucket: Exclude<BucketUnit, 'hour'>
      /** An IANA zone: the instance's unless told. For instants, and not for days. */
      readonly timeZone?: string
    }

/**
 * What a rollup of the records of one entity is made of.
 *
 * @example
 * const perOwner: RollupOf<CoreTypes, 'deal'> = { name: 'perOwner', entity: 'deal', groupBy: { owner: 'ownerId' } }
 */
export interface RollupOf<T extends HasEntities, E extends NameIn<T>> {
  /** The name of its table, too. */
  readonly name: string
  readonly entity: E
  /** Which records count: by their own fields, the same for everybody and at any time. Those in the bin never do. */
  readonly where?: Where<T, E>
  /** Up to eight keys; what says something about people is none. */
  readonly groupBy: { readonly [name: string]: RollupKey<T, E> }
  /** Counting the records of a group is always possible, and need not be named. */
  readonly measures?: { readonly [name: string]: RollupMeasure<T, E> }
  /** Lists of keys to find groups by, where there are many. */
  readonly indexes?: readonly (readonly string[])[]
  /** Lists of keys and figures from whose index alone a question is answered. */
  readonly covering?: readonly (readonly string[])[]
}

/**
 * What {@link defineRollup} takes: any entity of T, and of it fields by their names.
 *
 * @example
 * const open: RollupDefinition<CoreTypes> = { name: 'openDeals', entity: 'deal', where: { closedAt: null }, groupBy: { stage: 'stage' } }
 */
export type RollupDefinition<T extends HasEntities> = { [E in NameIn<T>]: RollupOf<T, E> }[NameIn<T>]

/**
 * A rollup, its types gone: what plugins and hosts list under `rollups`.
 *
 * @example
 * const rollups: readonly Rollup[] = [defineRollup({ name: 'perOwner', entity: 'deal', groupBy: { owner: 'ownerId' } })]
 */
export interface Rollup {
  readonly name: string
  readonly entity: string
  readonly where: Readonly<Record<string, unknown>>
  readonly groupBy: Readonly<Record<string, RollupField>>
  readonly measures: Readonly<
    Record<string, { readonly fn: 'count' | 'sum'; readonly field?: string } | ({ readonly fn: 'list' } & RollupField)>
  >
  readonly indexes: readonly (readonly string[])[]
  readonly covering: readonly (readonly string[])[]
}

/** A field of the record, or a calendar period of one. */
export interface RollupField {
  readonly field: string
  readonly bucket?: BucketUnit
  readonly timeZone?: string
}

/** A rollup of its definition. `defineRollup` is this with the core's types given. */
export function rollup<T extends HasEntities>(given: RollupDefinition<T>): Rollup {
  // Every member of the union has these parts; which fields they may name has been checked by then.
  const { name, entity, where = {}, groupBy, measures = {}, indexes = [], covering = [] } = given as unknown as Loose
  const keys = Object.entries(groupBy).map(([key, of]) => [key, typeof of === 'string' ? { field: of } : of])
  return Object.freeze({ name, entity, where, groupBy: Object.fromEntries(keys), measures, indexes, covering })
}

type Loose = Pick<Rollup, 'name' | 'entity'> &
  Partial<Pick<Rollup, 'where' | 'measures' | 'indexes' | 'covering'>> & {
    readonly groupBy: Readonly<Record<string, string | RollupField>>
  }
