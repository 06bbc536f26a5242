import { CrmError } from '@guanxi/core'
import type { DriverTransaction, Result, Statement } from '@guanxi/sql'
import type { Connection } from './connection.ts'
import { isBroken, isBusy } from './fault.ts'

/** What a transaction needs of its driver. */
export interface Holder {
  /** Lets the next one write. */
  release(): void
  /** Runs something again while another connection is in the way. */
  retry<T>(run: () => T): Promise<T>
  /** Lets whatever else waits in this process have its turn. */
  yield(): Promise<void>
}

/** Whether a transaction has ended. What its connection is in may be the next one already. */
interface End {
  ended: boolean
}

/**
 * After the host's own COMMIT, or a full disk's rollback, each statement would be kept on its own; after our own end, by the
 * next transaction.
 */
function runOpen(connection: Connection, { ended }: End, statements: readonly Statement[]): readonly Result[] {
  if (ended || !connection.database.inTransaction) throw new CrmError('TRANSACTION_CLOSED')
  return connection.run(statements)
}

/** As many statements as SQLite runs in some milliseconds: it knows no waiting, and the host has other work. */
const stretch = 50

async function runInStretches(
  connection: Connection,
  end: End,
  statements: readonly Statement[],
  turn: Holder['yield'],
): Promise<readonly Result[]> {
  if (statements.length <= stretch) return runOpen(connection, end, statements)
  const results: Result[] = []
  for (let from = 0; from < statements.length; from += stretch) {
    if (from > 0) await turn()
    for (const result of runOpen(connection, end, statements.slice(from, from + stretch))) results.push(result)
  }
  return results
}

const commit: readonly Statement[] = [{ sql: 'commit', parameters: [] }]
const rollback: readonly Statement[] = [{ sql: 'rollback', parameters: [] }]

/** A transaction on the storage's own connection. Whoever writes is alone, so that a lock by name is held already. */
export function ownTransaction(connection: Connection, { release, retry, yield: turn }: Holder): DriverTransaction {
  const own: End = { ended: false }
  const undo = () => {
    // A full disk has rolled it back already.
    if (!own.ended && connection.database.inTransaction) connection.run(rollback)
  }
  const end = () => {
    if (own.ended) return
    own.ended = true
    release()
  }
  return {
    native: connection.database,
    joined: false,
    run: (statements) => runInStretches(connection, own, statements, turn),
    async lock() {},
    async commit(statements) {
      try {
        const results = await runInStretches(connection, own, statements, turn)
        try {
          connection.run(commit)
        } catch (error) {
          // What was written of it may yet be found by whoever opens the file next.
          if (isBroken(error)) throw new CrmError('OUTCOME_UNKNOWN', { cause: error })
          if (!isBusy(error)) throw error
          await retry(() => connection.run(commit))
        }
        return results
      } catch (error) {
        undo()
        throw error
      } finally {
        end()
      }
    },
    async rollback() {
      try {
        undo()
      } finally {
        end()
      }
    },
  }
}

const savepoint: readonly Statement[] = [{ sql: 'savepoint guanxi_join', parameters: [] }]
const releaseSavepoint: readonly Statement[] = [{ sql: 'release savepoint guanxi_join', parameters: [] }]
const rollbackSavepoint: readonly Statement[] = [
  { sql: 'rollback to savepoint guanxi_join', parameters: [] },
  ...releaseSavepoint,
]

/** A savepoint in the host's transaction. */
export function joinedTransaction(connection: Connection, retry: Holder['retry']): DriverTransaction {
  connection.run(savepoint)
  const own: End = { ended: false }
  const undo = () => {
    if (!own.ended && connection.database.inTransaction) connection.run(rollbackSavepoint)
    own.ended = true
  }
  return {
    native: connection.database,
    joined: true,
    run: async (statements) => runOpen(connection, own, statements),
    /** Who writes is alone, and a write that changes nothing makes the host the one who writes. */
    async lock() {
      const [version] = runOpen(connection, own, [{ sql: 'pragma user_version', parameters: [] }])
      const same = `pragma user_version = ${Number(version?.rows[0]?.[0])}`
      await retry(() => runOpen(connection, own, [{ sql: same, parameters: [] }]))
    },
    async commit(statements) {
      try {
        const results = runOpen(connection, own, statements)
        connection.run(releaseSavepoint)
        own.ended = true
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
