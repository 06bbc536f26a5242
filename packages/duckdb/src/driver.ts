import type { DuckDBConnection } from '@duckdb/node-api'
import { CrmError } from '@guanxi/core'
import type { Beginning } from '@guanxi/core/storage'
import type { Driver, DriverTransaction, Result, Statement } from '@guanxi/sql'
import { runOn } from './connection.ts'
import type { Database } from './database.ts'
import { fault } from './fault.ts'

/** Connections to a database. */
export class DuckdbDriver implements Driver {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  readonly fault = fault

  open(): void {}

  run(statements: readonly Statement[]): Promise<readonly Result[]> {
    return this.#database.read((connection) => runOn(connection, statements))
  }

  async begin({ signal, wait }: Beginning = {}): Promise<DriverTransaction> {
    if (wait === false && this.#database.isWritten) throw new CrmError('STORAGE_BUSY')
    const { connection, release } = await this.#database.writer(signal)
    try {
      await connection.run('begin transaction')
    } catch (error) {
      release()
      throw error
    }
    return transactionOn(connection, release)
  }

  async join(): Promise<DriverTransaction> {
    throw missing('transactions of the host')
  }

  explain({ sql, parameters }: Statement): Statement {
    return { sql: `explain ${sql}`, parameters }
  }

  close(): Promise<void> {
    return this.#database.close()
  }
}

const missing = (capability: string): CrmError =>
  new CrmError('STORAGE_CAPABILITY_MISSING', { details: { capability } })

/** A transaction; who writes is alone, and a name need not be locked. */
function transactionOn(connection: DuckDBConnection, release: () => void): DriverTransaction {
  let ended = false
  const run = async (statements: readonly Statement[]) => {
    if (ended) throw new CrmError('TRANSACTION_CLOSED')
    // DuckDB has none.
    if (statements.some(({ sql }) => sql.startsWith('savepoint '))) throw missing('savepoints')
    return runOn(connection, statements)
  }
  const end = async (words: 'commit' | 'rollback') => {
    ended = true
    try {
      await connection.run(words)
    } catch (error) {
      if (words === 'commit') await connection.run('rollback').catch(() => {})
      throw error
    } finally {
      release()
    }
  }
  return {
    native: connection,
    joined: false,
    run,
    async lock() {},
    async commit(statements) {
      let results: readonly Result[]
      try {
        results = await run(statements)
      } catch (error) {
        if (!ended) await end('rollback').catch(() => {})
        throw error
      }
      await end('commit')
      return results
    },
    async rollback() {
      if (!ended) await end('rollback').catch(() => {})
    },
  }
}
