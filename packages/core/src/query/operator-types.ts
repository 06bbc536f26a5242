import type { IsCustom } from '../schema/index.ts'

/*
 * The query language as plain JSON, typed over S, the entities of an instance: each with `row`, and the targets of its
 * `one` and `many` relations by name. Everything generic here is a named interface or a lazily read property: a mapped
 * type over an anonymous intersection would make the cost grow with the square of the plugins.
 */

/**
 * An instant or day as seen from now. `ago` parts what is still within the duration from what is not: `{ gte: { ago: 'P3M' } }`
 * holds while `now < event + P3M`, and `lt` from then on. `ahead` is now plus the duration.
 *
 * @example
 * const recent: Relative = { ago: 'P3M' }
 * await me.orders.count({ where: { placedAt: { gte: recent } } })
 */
export type Relative = { readonly ago: string } | { readonly ahead: string }

/**
 * The actor who asks.
 *
 * @example
 * const mine: ActorValue = { actor: 'user' }
 * await me.deals.list({ where: { ownerId: mine } })
 */
export interface ActorValue {
  readonly actor: 'user'
}

/**
 * Comparisons with a number.
 *
 * @example
 * const large: NumberOperators = { gte: 1_000_000, lt: 5_000_000 }
 * await me.deals.list({ where: { amount: large } })
 */
export interface NumberOperators {
  eq?: number | null
  ne?: number | null
  gt?: number
  gte?: number
  lt?: number
  lte?: number
  in?: readonly number[]
  notIn?: readonly number[]
  isNull?: boolean
}

/**
 * Comparisons with a text, enum, day or instant. Texts order by Unicode code point; `contains` is for `.search()` fields.
 *
 * @example
 * const named: TextOperators<string> = { contains: '精工' }
 * await me.companies.list({ where: { name: named, createdAt: { gte: { ago: 'P7D' } } } })
 */
export interface TextOperators<V> {
  eq?: V | ActorValue | null
  ne?: V | ActorValue | null
  gt?: V | Relative
  gte?: V | Relative
  lt?: V | Relative
  lte?: V | Relative
  in?: readonly (V | ActorValue)[]
  notIn?: readonly (V | ActorValue)[]
  contains?: string
  startsWith?: string
  isNull?: boolean
}

/**
 * Comparisons with a boolean.
 *
 * @example
 * const primary: BooleanOperators = { ne: true } // false, or missing
 * await me.contactPoints.list({ where: { primary } })
 */
export interface BooleanOperators {
  eq?: boolean | null
  ne?: boolean | null
  isNull?: boolean
}

/**
 * What can be asked of a JSON value: whether it is missing.
 *
 * @example
 * const there: JsonOperators = { isNull: false }
 */
export interface JsonOperators {
  eq?: null
  ne?: null
  isNull?: boolean
}

/**
 * Comparisons with a value of a tenant's own field, whatever its kind.
 *
 * @example
 * const long: CustomOperators = { gt: 30 }
 * await me.companies.list({ where: { custom: { purchaseCycleDays: long } } })
 */
export type CustomOperators = NumberOperators | TextOperators<string> | BooleanOperators

/**
 * Conditions on a tenant's own fields: `{ purchaseCycleDays: { gt: 30 } }`.
 *
 * @example
 * const custom: CustomWhere = { purchaseCycleDays: { gt: 30 }, region: 'east' }
 * await me.companies.list({ where: { custom } })
 */
export interface CustomWhere {
  readonly [name: string]: string | number | boolean | null | CustomOperators
}

/**
 * A value (equality), null (missing) or operators, all of which must hold.
 *
 * @example
 * const amount: FieldWhere<number | null> = { gt: 0 }
 * await me.deals.list({ where: { amount, lostReason: null } })
 */
export type FieldWhere<V> = [V] extends [number | null]
  ? number | null | NumberOperators
  : [V] extends [string | null]
    ? V | null | ActorValue | TextOperators<NonNullable<V>>
    : [V] extends [boolean | null]
      ? boolean | null | BooleanOperators
      : IsCustom<V> extends true
        ? CustomWhere
        : null | JsonOperators

/**
 * The comparison of a figure: a number (equality) or operators.
 *
 * @example
 * const lately: FigureOperators<string> = { gte: { ago: 'P3M' } }
 * await me.companies.list({ where: { orders: { max: { placedAt: lately } } } })
 */
export interface FigureOperators<V> {
  eq?: V
  ne?: V
  gt?: V | Relative
  gte?: V | Relative
  lt?: V | Relative
  lte?: V | Relative
}

/**
 * The comparison of a count or another figure of numbers: a number is equality.
 *
 * @example
 * const several: Figure = { gte: 2 }
 * await me.companies.list({ where: { orders: { count: several } } })
 */
export type Figure = number | (Pick<NumberOperators, 'gt' | 'gte' | 'lt' | 'lte'> & { eq?: number; ne?: number })

/**
 * Figures by field.
 *
 * @example
 * const sum: FiguresOf<Pick<Order, 'total'>> = { total: { gt: 1_000_000 } }
 * await me.companies.list({ where: { orders: { where: { currency: 'CNY' }, sum } } })
 */
export type FiguresOf<R> = { [K in keyof R]?: K extends 'custom' ? CustomFigures : Figure | FigureOperators<string> }

/**
 * Figures by the names of a tenant's own fields.
 *
 * @example
 * const custom: CustomFigures = { score: { gt: 10 } }
 * await me.companies.list({ where: { deals: { sum: { custom } } } })
 */
export interface CustomFigures {
  readonly [name: string]: Figure | FigureOperators<string>
}
