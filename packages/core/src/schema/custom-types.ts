/** Only the type of `custom` has it: it tells that one from documents. */
declare const ofTenant: unique symbol

/**
 * The values of a tenant's own fields, by name. They are known at run time alone.
 *
 * @example
 * const { custom } = await me.companies.get('c_1')
 * const days = (custom satisfies CustomValues).purchaseCycleDays // unknown: only the tenant knows
 */
export interface CustomValues {
  readonly [name: string]: unknown
  readonly [ofTenant]?: true
}

/**
 * Whether a type is that of `custom`.
 *
 * @example
 * const isCustom: IsCustom<CustomValues> = true
 */
export type IsCustom<V> = typeof ofTenant extends keyof V ? true : false

/**
 * Values for a tenant's own fields; null takes a value away, a name that is not given leaves it.
 *
 * @example
 * const input: CustomInput = { custom: { purchaseCycleDays: 45, region: null } } // null takes the value away
 * await me.companies.update('c_1', input)
 */
export interface CustomInput {
  custom?: Readonly<Record<string, unknown>>
}

/**
 * A tenant's own field where a query names one: `custom.purchaseCycleDays`.
 *
 * @example
 * const path: CustomPath = 'custom.purchaseCycleDays'
 * await me.companies.aggregate({ measures: { longest: { fn: 'max', field: path } } })
 */
export type CustomPath = `custom.${string}`
