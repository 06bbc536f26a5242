import type { HasEntities, NameIn, RowIn } from '../schema/index.ts'
import type { PluginTypes } from './installed.ts'
import type { StageIn } from './movable.ts'
import type { Erased } from './subject.ts'

/**
 * The data of `deal.updated`.
 *
 * @example
 * crm.on('deal.updated', ({ data }) => console.log(data.before.amount, data.after.amount))
 * const renamed = ({ before, after }: Updated<CoreTypes, 'deal'>) => before.title !== after.title
 */
export interface Updated<T extends HasEntities, E extends NameIn<T>> {
  readonly before: RowIn<T, E>
  readonly after: RowIn<T, E>
}

/**
 * The data of `deal.moved`.
 *
 * @example
 * crm.on('deal.moved', ({ data }) => console.log(data.from, data.to, data.record.title))
 * const isWon = ({ to }: Moved<CoreTypes, 'deal'>) => to === 'won'
 */
export interface Moved<T extends HasEntities, E extends NameIn<T>> {
  readonly record: RowIn<T, E>
  readonly from: StageIn<T, E>
  readonly to: StageIn<T, E>
}

type StagedIn<T extends HasEntities> = {
  [E in NameIn<T>]: 'stage' extends keyof RowIn<T, E> ? E : never
}[NameIn<T>]

type PersonIn<T extends HasEntities> = {
  [E in NameIn<T>]: T['entities'][E] extends { subject: true } ? E : never
}[NameIn<T>]

type RecordEvents<T extends HasEntities> = {
  readonly [K in `${NameIn<T> & string}.${'created' | 'deleted' | 'restored'}`]: K extends `${infer E extends NameIn<T> & string}.${string}`
    ? RowIn<T, E>
    : never
} & {
  readonly [K in `${NameIn<T> & string}.updated`]: K extends `${infer E extends NameIn<T> & string}.updated`
    ? Updated<T, E>
    : never
} & {
  readonly [K in `${StagedIn<T> & string}.moved`]: K extends `${infer E extends NameIn<T> & string}.moved`
    ? Moved<T, E>
    : never
} & { readonly [K in `${PersonIn<T> & string}.erased`]: Erased }

/**
 * Every fact by its type.
 *
 * @example
 * type DealMoved = EventsOf<CoreTypes>['deal.moved']
 * const stagesOf = ({ from, to }: DealMoved) => [from, to]
 */
export type EventsOf<T extends PluginTypes> = RecordEvents<T> & T['events']
