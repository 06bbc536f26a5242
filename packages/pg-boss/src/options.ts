import type { ConstructorOptions, PgBoss } from 'pg-boss'

/**
 * The pg-boss that jobs are put in: one that the host has started, and stops; or what one is made of, which is started at
 * the first use, looks after nothing unless told, and is stopped with the CRM. It must be in the database of the CRM.
 *
 * @example
 * const options: PgBossQueueOptions = { connectionString: 'postgres://localhost/app', schema: 'jobs' }
 */
export type PgBossQueueOptions = (
  | { readonly boss: PgBoss; readonly schema?: string }
  | ({ readonly boss?: undefined } & ConstructorOptions)
) & {
  /** The name of the queue in pg-boss: `guanxi` unless told. */
  readonly queue?: string
}
