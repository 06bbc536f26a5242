/**
 * Who acts: a user of the host's with the names of his roles.
 *
 * @example
 * const actor: ActorInput = { user: 'u_1', roles: ['sales', 'pool'] }
 * crm.as(actor)
 */
export interface ActorInput {
  /** The host's user id. */
  readonly user: string
  readonly roles: readonly string[]
  /** Required where `tenancy: 'multi'`. */
  readonly tenant?: string
}

/**
 * Background and admin work: sees and may do everything in its tenant, and the audit says why.
 *
 * @example
 * const nightly: SystemInput = { reason: 'nightly import' }
 * crm.asSystem(nightly)
 */
export interface SystemInput {
  readonly reason: string
  readonly tenant?: string
}

/** An actor after the checks. */
export interface Actor {
  readonly type: 'user' | 'system'
  /** The user's id; `system` for the system. */
  readonly user: string
  readonly roles: readonly string[]
  readonly tenant: string
  readonly reason: string | undefined
}
