import type { HasEntities, ManyIn, NameIn, OneIn, RowIn } from '../schema/index.ts'
import type { FieldWhere, Figure, FiguresOf } from './operator-types.ts'

/**
 * A condition on a to-one relation: on the record, or `null` for none.
 *
 * @example
 * const company: OneWhere<CoreTypes, 'company'> = { is: { name: { contains: '精工' } } }
 * await me.deals.list({ where: { company } })
 */
export interface OneWhere<T extends HasEntities, E extends NameIn<T>> {
  is: Where<T, E> | null
}

/**
 * A condition on a to-many relation. `where` limits what `count`, `sum`, `min` and `max` see.
 *
 * @example
 * const orders: ManyWhere<CoreTypes, 'order'> = { where: { placedAt: { gte: { ago: 'P1Y' } } }, count: { gte: 2 } }
 * await me.companies.list({ where: { orders } })
 */
export interface ManyWhere<T extends HasEntities, E extends NameIn<T>> {
  some?: Where<T, E>
  none?: Where<T, E>
  every?: Where<T, E>
  where?: Where<T, E>
  count?: Figure
  /** The sum of nothing is 0. */
  sum?: FiguresOf<RowIn<T, E>>
  min?: FiguresOf<RowIn<T, E>>
  max?: FiguresOf<RowIn<T, E>>
}

/**
 * Conditions on the fields of a record.
 *
 * @example
 * const fields: FieldsWhere<Pick<Deal, 'amount' | 'currency'>> = { amount: { gt: 0 }, currency: 'CNY' }
 */
export type FieldsWhere<R> = { [K in keyof R]?: FieldWhere<R[K]> }

/**
 * Conditions on the records that to-one relations lead to.
 *
 * @example
 * const noCompany: OnesWhere<CoreTypes, 'deal'> = { company: { is: null } }
 */
export type OnesWhere<T extends HasEntities, E extends NameIn<T>> = {
  [K in keyof OneIn<T, E>]?: OneIn<T, E>[K] extends NameIn<T> ? OneWhere<T, OneIn<T, E>[K]> : never
}

/**
 * Conditions on the records that to-many relations lead to.
 *
 * @example
 * const bought: ManysWhere<CoreTypes, 'company'> = { orders: { some: {} } }
 */
export type ManysWhere<T extends HasEntities, E extends NameIn<T>> = {
  [K in keyof ManyIn<T, E>]?: ManyIn<T, E>[K] extends NameIn<T> ? ManyWhere<T, ManyIn<T, E>[K]> : never
}

/**
 * Conditions of conditions.
 *
 * @example
 * const either: LogicWhere<CoreTypes, 'company'> = { or: [{ tags: { some: { tag: '高潜力' } } }, { size: { gt: 100 } }] }
 * await me.companies.list({ where: { ...either, not: { ownerId: null } } })
 */
export interface LogicWhere<T extends HasEntities, E extends NameIn<T>> {
  and?: readonly Where<T, E>[]
  or?: readonly Where<T, E>[]
  not?: Where<T, E>
}

/**
 * A filter over records of an entity. Several keys must all hold; nothing at all always holds.
 *
 * @example
 * const where: Where<CoreTypes, 'company'> = {
 *   size: { gte: 100 },
 *   orders: { where: { placedAt: { gte: { ago: 'P1Y' } } }, count: { gte: 2 } },
 *   or: [{ city: '上海' }, { tags: { some: { tag: '高潜力' } } }],
 * }
 * await me.companies.list({ where })
 */
export type Where<T extends HasEntities, E extends NameIn<T>> = FieldsWhere<RowIn<T, E>> &
  OnesWhere<T, E> &
  ManysWhere<T, E> &
  LogicWhere<T, E>
