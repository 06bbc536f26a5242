import type { DriverTransaction } from '@guanxi/sql'
import type { Connection } from './connection.ts'

/** A transaction that was begun on the writer; `release` gives the writer to the next one. */
export function ownTransaction(connection: Connection, release: () => void): DriverTransaction {
  const { database } = connection
  const undo = () => {
    try {
      if (connection.isInside) database.exec('rollback')
    } catch {
      // What made it end is told by the error before.
    }
  }
  return {
    native: database,
    joined: false,
    run: async (statements) => connection.runInside(statements),
    async lock() {}, // who writes is alone
    async commit(statements) {
      try {
        const results = connection.runInside(statements)
        connection.checkInside()
        database.exec('commit')
        return results
      } catch (error) {
        undo()
        throw error
      } finally {
        release()
      }
    },
    async rollback() {
      undo()
      release()
    },
  }
}
