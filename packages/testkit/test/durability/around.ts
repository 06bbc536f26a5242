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

/**
 * `together`: what is sent in one round trip is one moment. `apart`: each statement is one. `alike`: each statement that
 * differs is one; of one that is said over and over, the first, the second, the next two, the next four and so on.
 */
type How = 'apart' | 'together' | 'alike'

/** A storage on a SQLite file, or in memory, with something around all that its driver does. */
export const sqliteAround = (source: string | Uint8Array, each: Around, how: How = 'apart'): StorageAdapter =>
  storageAround(sqliteDialect, driverAround(new SqliteDriver(source, {}), each, how))

/** The same on a Postgres database. */
export const postgresAround = (url: string, each: Around, how: How = 'apart'): StorageAdapter =>
  storageAround(postgresDialect, driverAround(new PostgresDriver({ connectionString: url }), each, how))

const storageAround = (dialect: typeof sqliteDialect, driver: Driver): StorageAdapter =>
  sqlAdapter({ dialect, driver, context: new AsyncLocalStorage<object>() })

const plain = (kind: Moment['kind']): Moment => ({ kind, sql: '', parameters: [] })

function partsOf(statements: readonly Statement[], how: How): readonly (readonly Statement[])[] {
  if (how === 'together') return [statements]
  if (how === 'apart') return statements.map((statement) => [statement])
  const parts: Statement[][] = []
  let alike = 0
  for (const [i, statement] of statements.entries()) {
    alike = statement.sql === statements[i - 1]?.sql ? alike + 1 : 0
    // A part begins at the powers of two.
    if ((alike & (alike - 1)) === 0) parts.push([statement])
    else parts.at(-1)?.push(statement)
  }
  return parts
}

/** Apart, those of a commit go one by one as well, and then the commit itself. */
function driverAround(driver: Driver, each: Around, how: How): Driver {
  const through = async (run: Driver['run'], kind: 'read' | 'statement', statements: readonly Statement[]) => {
    const results: Awaited<ReturnType<Driver['run']>>[number][] = []
    for (const part of partsOf(statements, how)) {
      const sql = [...new Set(part.map((statement) => statement.sql))].join('; ')
      const parameters = part.flatMap((statement) => statement.parameters)
      results.push(...(await each({ kind, sql, parameters }, () => run(part))))
    }
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
      ...(inner.tryLock && {
        tryLock: (name: string) => each(plain('lock'), async () => Boolean(await inner.tryLock?.(name))),
      }),
      ...(inner.share && { share: (name: string) => inner.share?.(name) as Statement }),
      async commit(statements) {
        let ended = false
        try {
          const end = (last: readonly Statement[]) => {
            ended = true
            return inner.commit(last)
          }
          if (how === 'together') return await each(plain('commit'), () => end(statements))
          const results = await run(statements)
          await each(plain('commit'), () => end([]))
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
    async begin(how) {
      let begun: DriverTransaction | undefined
      try {
        await each(plain('begin'), async () => {
          begun = await driver.begin(how)
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
