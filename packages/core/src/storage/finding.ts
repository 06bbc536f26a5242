/**
 * How bad a finding is: something is wrong; something does not work as it could; worth knowing.
 *
 * @example
 * const order: readonly Severity[] = ['error', 'warning', 'info']
 */
export type Severity = 'error' | 'warning' | 'info'

/**
 * Something that `crm.check()` has found.
 *
 * @example
 * const { findings } = await crm.check()
 * for (const { code, problem, fix } of findings satisfies readonly Finding[]) console.log(code, problem, fix)
 */
export interface Finding {
  /** One spelling each: `orphan`, `search_index_missing` … */
  readonly code: string
  readonly severity: Severity
  readonly problem: string
  /** The sentence that fixes it. */
  readonly fix: string
  readonly entity?: string
  readonly tenant?: string
  /** How many records it concerns. */
  readonly count?: number
  /** Some of them. */
  readonly ids?: readonly string[]
}

/**
 * So many ids a finding names.
 *
 * @example
 * const named = (ids: readonly string[]) => ids.slice(0, mostIds)
 */
export const mostIds = 20

/**
 * What a storage tells about its database, over all tenants. Called on a database that is migrated.
 *
 * @example
 * const empty: InspectionPort = { findings: async () => [], tenants: async () => [], keys: async () => [] }
 */
export interface InspectionPort {
  /** What the database lacks, and what of its indexes is out of step. */
  findings(): Promise<readonly Finding[]>
  /** Whoever has records. */
  tenants(): Promise<readonly string[]>
  /** The keys in the JSON column of an entity's table, and how many rows have each. */
  keys(plural: string): Promise<readonly { readonly key: string; readonly rows: number }[]>
}
