import { AsyncLocalStorage } from 'node:async_hooks'
import type { StorageAdapter } from '@guanxi/core'
import { type Driver, type DriverTransaction, type Statement, sqlAdapter } from '@guanxi/sql'
import { sqliteDialect } from '@guanxi/sqlite/dialect'
import { dialect as postgresDialect } from '../../../postgres/src/dialect.ts'
import { PostgresDriver } from '../../../postgres/src/driver.ts'
import { SqliteDriver } from '../../../sqlite/src/driver.ts'

/** What passes between the adapter and a driver: a statement, or what begins and ends a transaction. */
export interface Moment {
  readonly kind: 'read' | 'begin' | 'lock' | 'statement' | 'commit' | 'rollback'
  /** Of a read or a statement. */
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Stands around every moment: it may look at it, let it wait, or throw instead of it or after it. */
export type Around = <T>(moment: Moment, run: () => Promise<T>) => Promise<T>

/** A storage on a SQLite file, or in memory, with something around all that its driver does. */
export const sqliteAround = (source: string | Uint8Array, each: Around): StorageAdapter =>
  storageAround(sqliteDialect, new SqliteDriver(source, {}), each)

/** The same on a Postgres database. */
export const postgresAround = (url: string, each: Around): StorageAdapter =>
  storageAround(postgresDialect, new PostgresDriver({ connectionString: url }), each)

function storageAround(dialect: typeof sqliteDialect, driver: Driver, each: Around): StorageAdapter {
  return sqlAdapter({ dialect, driver: driverAround(driver, each), context: new AsyncLocalStorage<object>() })
}

const plain = (kind: Moment['kind']): Moment => ({ kind, sql: '', parameters: [] })

/** Statements go one by one, those of a commit as well: each is a moment. */
function driverAround(driver: Driver, each: Around): Driver {
  const through = async (run: Driver['run'], kind: 'read' | 'statement', statements: readonly Statement[]) => {
    const results: Awaited<ReturnType<Driver['run']>>[number][] = []
    for (const statement of statements)
      results.push(
        ...(await each({ kind, sql: statement.sql, parameters: statement.parameters }, () => run([statement]))),
      )
    return results
  }
  const transaction = (inner: DriverTransaction): DriverTransaction => {
    const run: Driver['run'] = (statements) => through((list) => inner.run(list), 'statement', statements)
    return {
      get native() {
        return inner.native
      },
      joined: inner.joined,
      run,
      lock: (name) => each(plain('lock'), () => inner.lock(name)),
      ...(inner.share && { share: (name: string) => inner.share?.(name) as Statement }),
      async commit(statements) {
        let ended = false
        try {
          const results = await run(statements)
          await each(plain('commit'), () => {
            ended = true
            return inner.commit([])
          })
          return results
        } catch (error) {
          // Whoever commits does not roll back.
          if (!ended) await inner.rollback()
          throw error
        }
      },
      rollback: () => each(plain('rollback'), () => inner.rollback()),
    }
  }
  return {
    open: (environment) => driver.open(environment),
    run: (statements) => through((list) => driver.run(list), 'read', statements),
    async begin(signal) {
      let begun: DriverTransaction | undefined
      try {
        await each(plain('begin'), async () => {
          begun = await driver.begin(signal)
        })
      } catch (error) {
        // Nobody got it who could end it.
        await begun?.rollback()
        throw error
      }
      return transaction(begun as unknown as DriverTransaction)
    },
    join: async (handle) => transaction(await driver.join(handle)),
    explain: (statement) => driver.explain(statement),
    fault: (error) => driver.fault(error),
    close: () => driver.close(),
    ...(driver.alone && { alone: (statements: readonly Statement[]) => driver.alone?.(statements) as Promise<void> }),
  }
}
