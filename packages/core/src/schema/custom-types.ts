/** Only the type of `custom` has it: it tells that one from documents. */
declare const ofTenant: unique symbol

/** The values of a tenant's own fields, by name. They are known at run time alone. */
export interface CustomValues {
  readonly [name: string]: unknown
  readonly [ofTenant]?: true
}

/** Whether a type is that of `custom`. */
export type IsCustom<V> = typeof ofTenant extends keyof V ? true : false

/** Values for a tenant's own fields; null takes a value away, a name that is not given leaves it. */
export interface CustomInput {
  custom?: Readonly<Record<string, unknown>>
}

/** A tenant's own field where a query names one: `custom.purchaseCycleDays`. */
export type CustomPath = `custom.${string}`
