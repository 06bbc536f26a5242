import type { DriverTransaction, Result, Statement } from '@guanxi/sql'
import type { Connection } from './connection.ts'
import type { Patience } from './patience.ts'

/** A savepoint in the host's transaction. The CRM's calls on one handle come one after another. */
export function joinedTransaction(connection: Connection, patience: Patience): DriverTransaction {
  const { database } = connection
  const undo = () => {
    try {
      if (connection.isInside) database.exec('rollback to guanxi_join; release guanxi_join')
    } catch {
      // What made it end is told by the error before.
    }
  }
  // A host that has only read so far is not the one who writes: he may have to wait for another.
  const run = async (statements: readonly Statement[]) => {
    const results: Result[] = []
    for (const statement of statements) results.push(...(await patience.try(() => connection.runInside([statement]))))
    return results
  }
  database.exec('savepoint guanxi_join')
  return {
    native: database,
    joined: true,
    run,
    /** Who writes is alone, and a write that changes nothing makes the host the one who writes. */
    async lock() {
      const [version] = await run([plain('pragma user_version')])
      await run([plain(`pragma user_version = ${Number(version?.rows[0]?.[0])}`)])
    },
    async commit(statements) {
      try {
        const results = await run(statements)
        connection.checkInside()
        database.exec('release guanxi_join')
        return results
      } catch (error) {
        undo()
        throw error
      }
    },
    async rollback() {
      undo()
    },
  }
}

const plain = (sql: string): Statement => ({ sql, parameters: [] })
