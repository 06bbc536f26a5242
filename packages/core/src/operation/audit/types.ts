/**
 * The last seal of the chain. Who keeps it somewhere else can show later that nobody has made the chain anew.
 *
 * @example
 * const head: AuditHead = { number: 7, digest: '9f86d081884c7d65…' }
 */
export interface AuditHead {
  readonly number: number
  readonly digest: string
}

/**
 * What a run of the sealing did: how many rows it sealed, and whether others are left for the next.
 *
 * @example
 * const done = ({ rows, more }: AuditSealing) => `${rows} sealed${more ? ', and more to come' : ''}`
 */
export interface AuditSealing {
  readonly rows: number
  readonly more: boolean
}

/**
 * What is wrong with the audit: with a row of it, by its id, or with a seal, by its number.
 *
 * @example
 * const wrong: AuditProblem = { id: 'a_1', problem: 'row_changed' }
 */
export type AuditProblem =
  | { readonly id: string; readonly problem: 'row_changed' | 'row_missing' | 'row_added' | 'erased_without_receipt' }
  | {
      readonly seal: number
      readonly problem:
        | 'seal_changed'
        | 'seal_missing'
        | 'seal_added'
        | 'chain_broken'
        | 'digests_changed'
        | 'head_changed'
    }

/**
 * What `audit.verify` found.
 *
 * @example
 * const sound = ({ problems }: AuditVerification) => problems.length === 0
 */
export interface AuditVerification {
  /** How many rows the audit has, and how many of them are sealed. */
  readonly rows: number
  readonly sealed: number
  readonly seals: number
  readonly head: AuditHead | null
  /** How often sealed rows were erased or taken away, as their receipts say. */
  readonly receipts: number
  readonly problems: readonly AuditProblem[]
}

/**
 * Which rows of the audit: those that fit all that is given.
 *
 * @example
 * const inMarch: AuditFilter = { actor: 'u_1', from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' }
 */
export interface AuditFilter {
  readonly entity?: string | undefined
  readonly recordId?: string | undefined
  /** A user's id, or `system`. */
  readonly actor?: string | undefined
  /** `deals.move` */
  readonly operation?: string | undefined
  /** From this instant on, and before that. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/**
 * Which page of the audit.
 *
 * @example
 * const moves: AuditQuery = { where: { operation: 'deals.move' }, limit: 20 }
 */
export interface AuditQuery {
  readonly where?: AuditFilter | undefined
  /** 50 unless told. */
  readonly limit?: number | undefined
  /** The `next` of the page before. */
  readonly after?: string | null | undefined
}

/**
 * A row of the audit.
 *
 * @example
 * const line = ({ at, actor, operation, recordId }: AuditEntry) => `${at} ${actor} ${operation} ${recordId}`
 */
export interface AuditEntry {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly reason: string | null
  readonly operation: string
  readonly entity: string | null
  readonly recordId: string | null
  readonly version: number | null
  readonly action: string
  /** Field to [before, after]. */
  readonly changes: Readonly<Record<string, unknown>> | null
  readonly cause: string | null
  /** The number of its seal; null until it is sealed. */
  readonly seal: number | null
}

/**
 * A page of the audit, the newest first.
 *
 * @example
 * const actors = ({ items }: AuditPage) => new Set(items.map(({ actor }) => actor))
 */
export interface AuditPage {
  readonly items: readonly AuditEntry[]
  readonly next: string | null
}

/**
 * For the core's own operations on the audit: other plugins are refused.
 *
 * @example
 * const seal = ({ audit }: Circumstances) => audit.seal()
 */
export interface AuditOffice {
  /** Seals the oldest thousand of the rows that are not sealed yet. */
  seal(): Promise<AuditSealing>
  /** Proves every sealed row and the chain, against a head that was kept too, if one is given. */
  verify(head?: AuditHead): Promise<AuditVerification>
  list(query: AuditQuery): Promise<AuditPage>
}
