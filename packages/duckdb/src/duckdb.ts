import type { Fact, StorageAdapter } from '@guanxi/core'
import { Database } from './database.ts'
import type { Discrepancy, Lag } from './mirror/lag.ts'
import { type CopyOptions, MirrorStorage } from './mirror/mirror.ts'
import type { DuckdbOptions } from './options.ts'

/** A storage whose figures come from a copy. See {@link duckdb}. */
export interface Mirror extends StorageAdapter {
  /** The entities whose records are copied. */
  readonly entities: readonly string[]
  /**
   * Copies what there is, or what is left of it when an earlier one was interrupted; answers how many records that were. Until
   * it is at its end the main storage answers.
   */
  copy(options?: CopyOptions): Promise<number>
  /** Brings what a fact tells of; `mirrorPlugin` calls it. */
  take(fact: Fact): Promise<void>
  /** How far the copy is behind, by the CRM's own queue. With another queue, look what waits there. */
  lag(): Promise<Lag>
  /** Whether all is copied, and nothing waits or was given up. */
  caughtUp(): Promise<boolean>
  /**
   * Where copy and main storage differ, by the number of records and the sum of their versions; reads all of them. What is
   * on its way differs, too: ask when {@link caughtUp}.
   */
  compare(): Promise<readonly Discrepancy[]>
}

/**
 * A storage for an instance that reports: groups and figures outside of transactions are answered by a DuckDB file, where it
 * has copies of all records that the query looks at; everything else is done by `main`. The answers and the permissions are the
 * same. The file is a copy that can be thrown away, and one process has it at a time.
 *
 * @throws CrmError `INVALID` in `createCrm`: an entity that cannot be copied. At the first use `STORAGE_BUSY`: another
 * process has the file.
 *
 * @example
 * const mirror = duckdb(sqlite('crm.db'), 'reports.duckdb', { entities: ['order', 'orderLine', 'company'] })
 * const reports = createCrm({ storage: mirror })
 * await mirror.copy()
 * const boss = reports.as({ user: 'u_1', roles: ['manager'] })
 * const [row] = await boss.orders.aggregate({ measures: { n: { fn: 'count' } } })
 */
export function duckdb(main: StorageAdapter, file: string, options: DuckdbOptions): Mirror {
  const database = new Database(file, options.settings)
  const mirror = new MirrorStorage(main, database, options)
  const { migrations, inspection } = main
  return {
    id: main.id,
    capabilities: main.capabilities,
    entities: mirror.entities,
    open: (schema, environment) => mirror.open(schema, environment),
    session: mirror.session,
    begin: (how) => main.begin(how),
    join: (handle) => main.join(handle),
    ...(main.inside === undefined ? {} : { inside: (handle: object) => main.inside?.(handle) === true }),
    inspection,
    migrations: {
      applied: (inside) => migrations.applied(inside),
      async locked(run) {
        const result = await migrations.locked(run)
        mirror.changed()
        return result
      },
      async run(steps) {
        await migrations.run(steps)
        mirror.changed()
      },
      rows: (steps) => migrations.rows(steps),
      sql: (steps) => migrations.sql(steps),
    },
    async compact() {
      await main.compact?.()
      // What was erased stands in its free blocks until they are written again.
      await mirror.copy({ anew: true })
    },
    close: () => mirror.close(),
    copy: (how) => mirror.copy(how),
    take: (fact) => mirror.take(fact),
    lag: () => mirror.lag(),
    async caughtUp() {
      const { copying, waiting, dead } = await mirror.lag()
      return copying.length + waiting + dead === 0
    },
    compare: () => mirror.compare(),
  }
}
