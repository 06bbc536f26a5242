import type { ActorInput, SystemInput } from '../access/index.ts'
import type { Fact } from '../event/index.ts'
import type { RollupReport } from '../operation/index.ts'
import type { Finding, MigrationStep } from '../storage/index.ts'
import type { Description } from './description.ts'
import type { EventsOf } from './events.ts'
import type { Plugin, PluginTypes } from './installed.ts'
import type { Scope } from './scope.ts'
import type { TickReport, WorkOptions } from './work.ts'

/**
 * An embedded CRM.
 *
 * @example
 * const open = (): Crm<CoreTypes> => createCrm({ storage })
 */
export interface Crm<T extends PluginTypes> {
  /**
   * What this actor may see and do. A role that neither the code nor his tenant knows is `ROLE_UNKNOWN` at the first call.
   *
   * @throws CrmError `ACTOR_REQUIRED`, `TENANT_REQUIRED`
   *
   * @example
   * const me = crm.as({ user: 'u_1', roles: ['sales'] })
   */
  as(actor: ActorInput): Scope<T>
  /**
   * For background and admin work: everything, audited with the reason.
   *
   * @throws CrmError `ACTOR_REQUIRED`, `TENANT_REQUIRED`
   *
   * @example
   * const system = crm.asSystem({ reason: 'nightly import' })
   */
  asSystem(system: SystemInput): Scope<T>
  /**
   * Listens in this process to facts after their commit; returns the way to stop. Best effort.
   *
   * @example
   * const stop = crm.on('deal.moved', ({ data }) => console.log(data.from, data.to))
   */
  on<const K extends keyof EventsOf<T>>(type: K, listener: NoInfer<(fact: Fact<EventsOf<T>[K]>) => void>): () => void
  /**
   * Brings the database up to this code; where nothing is pending it changes nothing. Processes that start at once wait for
   * one another. With `dryRun` it answers the SQL and changes nothing.
   *
   * @throws CrmError `MIGRATION_CHANGED`: one that ran differs from the code's. `MIGRATION_MISSING`: the entities need steps that no
   * migration has. `SCHEMA_TOO_NEW`: a later version of the code has migrated this database.
   *
   * @example
   * await crm.migrate()
   */
  migrate(options?: { readonly dryRun?: boolean }): Promise<MigrationReport>
  /**
   * Takes away what a plugin has made: its tables, columns and indexes, its fields in others' records, and what audit and
   * outbox tell of them. What is left is as if it had never been there. For all tenants, in one transaction: interrupted, it
   * has not begun. No other process may have the plugin installed any more. With `dryRun` it answers what it would do.
   *
   * @throws CrmError `PLUGIN_IN_USE`: this instance has it, or records of others are in its pipelines. `SCHEMA_TOO_NEW`: a
   * later version of the plugin has migrated this database. `MIGRATION_CHANGED`, `MIGRATION_REQUIRED`
   *
   * @example
   * const crm = createCrm({ storage }) // without it
   * await crm.uninstall(students())
   */
  uninstall(plugin: Plugin, options?: { readonly dryRun?: boolean }): Promise<UninstallReport>
  /**
   * Takes what was deleted out of the database's files and search indexes, where it stays until it is written over. It takes
   * as long as copying the database, and writers wait: after erasures, at night. Backups and replicas are not reached.
   *
   * @throws CrmError `STORAGE_CAPABILITY_MISSING`, `STORAGE_BUSY`
   *
   * @example
   * await me.contacts.eraseSubject('p_1', {})
   * await crm.compact()
   */
  compact(): Promise<void>
  /**
   * Looks at the database: what is wrong with it, and what is worth knowing, each finding with the sentence that fixes it.
   * It reads everything and changes nothing.
   *
   * @example
   * for (const { severity, problem, fix } of (await crm.check()).findings) console.log(severity, problem, fix)
   */
  check(): Promise<CheckReport>
  /** Makes the search texts and indexes of all tables anew, under the lock of the migrations; writers wait. */
  rebuildSearch(): Promise<void>
  /**
   * Counts rollups anew, all of them unless told: once after one was added to records that are there, when every process
   * keeps it, and whenever {@link Crm.verifyRollups} finds something. Others go on writing and asking. A rollup that
   * was never built answers nothing; its questions go to the records.
   *
   * @example
   * const [revenue] = await crm.rebuildRollups(['revenueByMonth'])
   * console.log(revenue?.groups, revenue?.differing) // groups, and how many of them were mended
   */
  rebuildRollups(names?: readonly string[]): Promise<readonly RollupReport[]>
  /**
   * Compares what rollups hold with the records, group by group, exactly, and changes nothing.
   *
   * @example
   * for (const { rollup, wrong } of await crm.verifyRollups()) console.log(rollup, wrong)
   */
  verifyRollups(names?: readonly string[]): Promise<readonly RollupReport[]>
  /** Resources, operations, fields, pipelines, roles and facts, with their owners, as one JSON. */
  describe(): Description
  /**
   * Does in this process what is to be done later: consumers are told, calls are made whose time has come, schedules kept.
   * It ends when the signal is aborted or the instance closed, with nothing half done. Any number of processes may work.
   *
   * @example
   * const stop = new AbortController()
   * const working = crm.work({ signal: stop.signal })
   * stop.abort()
   * await working
   */
  work(options?: WorkOptions): Promise<void>
  /**
   * Does everything that is due now, and what follows from it, and answers how much that was: for tests, and for hosts that
   * are called every minute instead of running all the time.
   *
   * @example
   * const { done, next } = await crm.tick()
   */
  tick(options?: { readonly limit?: number }): Promise<TickReport>
  /** Lets the work at hand end, for at most five seconds, and closes the storage. Every later call is `CLOSED`. */
  close(): Promise<void>
  readonly '~types'?: T
}

/**
 * What {@link Crm.check} answers.
 *
 * @example
 * const report: CheckReport = await crm.check()
 * console.log(report.findings.length)
 */
export interface CheckReport {
  readonly findings: readonly Finding[]
}

/**
 * What {@link Crm.migrate} did, or would do.
 *
 * @example
 * const report: MigrationReport = await crm.migrate({ dryRun: true })
 * console.log(report.applied, report.sql.length, report.draft)
 */
export interface MigrationReport {
  /** `owner/id` of the migrations that ran (or would run). */
  readonly applied: readonly string[]
  readonly sql: readonly string[]
  /** Steps that the entities need and no migration has: freeze them in the next one. */
  readonly draft: readonly MigrationStep[]
}

/**
 * What {@link Crm.uninstall} did, or would do.
 *
 * @example
 * const report: UninstallReport = await crm.uninstall(students(), { dryRun: true })
 * console.log(report.steps.map(({ step, rows }) => [step.step, rows]))
 */
export interface UninstallReport {
  /** `owner/id` of the plugin's migrations, which are forgotten. */
  readonly forgotten: readonly string[]
  /** What is done, and to how many rows: those of a dropped table, those taken away, those that hold a key. */
  readonly steps: readonly { readonly step: MigrationStep; readonly rows: number }[]
  readonly sql: readonly string[]
}
