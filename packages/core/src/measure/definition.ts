import type { MeasureIn, PathIn } from '../query/index.ts'
import type { HasEntities, NameIn, RowIn } from '../schema/index.ts'

/**
 * What a measure of one entity's records is made of.
 *
 * @example
 * const revenue: MeasureOf<CoreTypes, 'order'> = {
 *   name: 'orders.revenue',
 *   summary: 'What was sold, before refunds.',
 *   entity: 'order',
 *   at: 'placedAt',
 *   of: { fn: 'sum', field: 'total' },
 * }
 */
export interface MeasureOf<T extends HasEntities, E extends NameIn<T>> {
  /** Its entity's plural and a word of its own: `orders.revenue`. */
  readonly name: string
  /** Counts up when the definition changes, so that nobody compares figures of two definitions; 1 unless told. */
  readonly version?: number
  readonly summary: string
  readonly entity: E
  /** The instant or day by which a record falls into a period: its own, or that of a record that to-one relations lead to. */
  readonly at: (keyof RowIn<T, E> & string) | { readonly path: PathIn<T, E> }
  readonly of: MeasureIn<T, E>
  /** Only records in stages of this type count, whichever the tenant's pipelines have. */
  readonly stages?: 'open' | 'won' | 'lost'
}

/**
 * What {@link defineMeasure} takes: any entity of T, and of it fields by their names.
 *
 * @example
 * const sold: MeasureDefinition<CoreTypes> = {
 *   name: 'orderLines.quantity',
 *   summary: 'How many pieces were sold.',
 *   entity: 'orderLine',
 *   at: { path: ['order', 'placedAt'] },
 *   of: { fn: 'sum', field: 'quantity' },
 * }
 */
export type MeasureDefinition<T extends HasEntities> = { [E in NameIn<T>]: MeasureOf<T, E> }[NameIn<T>]

/**
 * A figure with a name and a version, its types gone: what plugins and hosts list under `measures`.
 *
 * @example
 * const spell = ({ name, version }: MeasureIR) => `${name}.v${version}` // orders.revenue.v1
 */
export interface MeasureIR {
  readonly name: string
  readonly version: number
  readonly summary: string
  readonly entity: string
  readonly at: string | { readonly path: readonly string[] }
  /** As `aggregate` takes it. */
  readonly of: Readonly<Record<string, unknown>>
  /** The type of the stages that count; null: all of them. */
  readonly stages: 'open' | 'won' | 'lost' | null
}

/** A measure of its definition. `defineMeasure` is this with the core's types given. */
export function measure<T extends HasEntities>(given: MeasureDefinition<T>): MeasureIR {
  // Every member of the union has these parts; which fields they may name has been checked by then.
  const { name, version = 1, summary, entity, at, of, stages = null } = given as unknown as Loose
  return Object.freeze({ name, version, summary, entity, at, of, stages })
}

type Loose = Omit<MeasureIR, 'version' | 'stages'> & Partial<Pick<MeasureIR, 'version' | 'stages'>>
