import type { Value } from '../purchases/by-customer.ts'

export type Group = Readonly<Record<string, Value>>

/** What is asked of an entity of which only the plural is known, at run time. */
export interface Calls {
  aggregate(query: object): Promise<readonly Group[]>
}

/** The calls on a resource: the types of a façade have a name for each. Undefined where there is none. */
export const callsOn = (crm: object, plural: string): Calls | undefined =>
  (crm as Readonly<Record<string, Calls | undefined>>)[plural]
