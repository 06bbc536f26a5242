/**
 * What may be done to records. `move` is a pipeline's; `delete` includes `restore`.
 *
 * @example
 * const reader: readonly Action[] = ['read']
 */
export type Action = 'read' | 'create' | 'update' | 'delete' | 'move'

/** The scopes that have a name. */
export const scopes = ['none', 'own', 'team', 'tree', 'shared', 'all'] as const

/**
/**
 * Records that go with others: whoever may read the record that one of these to-one relations leads to. What was said to
 * a customer is read by those who may read the customer: `{ through: ['company', 'contact'] }`.
 *
 * @example
 * const withCustomer: Through = { through: ['company', 'contact'] }
 */
export interface Through {
  readonly through: readonly string[]
}

/**
 * Whose records: none, those that the actor owns, those of his team, those of everybody below him, those that were
 * shared with him (to read, or to change too; never to delete or give away), all, those that match a `Where` (in which
 * `{ actor: 'user' }` is the actor), or those that go with records that he may read.
 *
 * @example
 * const east: ScopeRule = { company: { is: { region: 'east' } } }
 * const mine: ScopeRule = 'own'
 */
export type ScopeRule = (typeof scopes)[number] | Through | Readonly<Record<string, unknown>>

/**
 * A right: on these records, these actions, these fields. Grants add up. What a record owns is a field of it: who may not
 * read `lines` of orders sees no order lines.
 *
 * @example
 * const grant: Grant = { scope: 'team', can: ['read', 'update'], except: ['amount'] }
 */
export interface Grant {
  readonly scope: ScopeRule
  /** All actions when missing. */
  readonly can?: readonly Action[]
  /** Only these fields. */
  readonly fields?: readonly string[]
  /** All fields but these. */
  readonly except?: readonly string[]
}

/**
 * A role: grants by entity (`*` for those not named), and operations of plugins by name (`tickets.open`, or `*`).
 *
 * @example
 * const auditor: Role = { grants: { deal: { scope: 'all', can: ['read'] } }, operations: ['companies.explainAccess'] }
 * createCrm({ storage, roles: { auditor } })
 */
export interface Role {
  readonly grants: Readonly<Record<string, Grant | readonly Grant[]>>
  readonly operations?: readonly string[]
}

/** The grants of a role on an entity. */
export function grantsOf(role: Role, entity: string): readonly Grant[] {
  const found = Object.hasOwn(role.grants, entity) ? role.grants[entity] : role.grants['*']
  return found === undefined ? [] : Array.isArray(found) ? found : [found as Grant]
}

/** Whether a scope goes with other records. */
export const isThrough = (scope: ScopeRule | object): scope is Through =>
  typeof scope === 'object' && 'through' in scope && Array.isArray(scope.through)
