import type { Action, Grant } from '../access/index.ts'

/**
 * What {@link Resource.explainAccess} answers.
 *
 * @example
 * const system = crm.asSystem({ reason: 'a question of support' })
 * const why: AccessExplanation = await system.companies.explainAccess('c_1', { user: 'u_1', roles: ['sales'] })
 * console.log(why.may.read, why.hidden)
 */
export interface AccessExplanation {
  readonly entity: string
  readonly id: string
  readonly user: string
  readonly roles: readonly string[]
  /** In the bin nobody finds it by `get`. */
  readonly inBin: boolean
  /** What comes of all rules together. `move` where the entity has stages. */
  readonly may: Readonly<Record<Exclude<Action, 'create' | 'move'>, boolean>> & { readonly move?: boolean }
  /** Each grant of each role on the entity. */
  readonly rules: readonly AccessRule[]
  /** Fields, and what the record owns, that he may not read of it; null where he may not read it at all. */
  readonly hidden: readonly string[] | null
  /** Operations of the resource that his roles grant by name. */
  readonly operations: readonly string[]
}

/**
 * A grant of a role, and what it gives on a record.
 *
 * @example
 * const system = crm.asSystem({ reason: 'a question of support' })
 * const { rules } = await system.companies.explainAccess('c_1', { user: 'u_1', roles: ['sales'] })
 * const said = rules.map(({ role, why }: AccessRule) => `${role}: ${why}`) // ['sales: out_of_scope']
 */
export interface AccessRule extends Grant {
  readonly role: string
  readonly gives: readonly Action[]
  /** `no_grant`: the role has none on this entity. */
  readonly why: 'in_scope' | 'out_of_scope' | 'no_grant'
}
