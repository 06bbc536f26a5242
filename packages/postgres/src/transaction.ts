import { CrmError } from '@guanxi/core'
import type { DriverTransaction, Result, Statement } from '@guanxi/sql'
import type pg from 'pg'
import { isLost } from './fault.ts'
import type { Sender } from './sender.ts'

const plain = (sql: string): Statement => ({ sql, parameters: [] })
const lockStatement = (name: string): Statement => ({
  sql: 'select pg_advisory_xact_lock(hashtextextended($1, 0))::text',
  parameters: [name],
})
const tryLockStatement = (name: string): Statement => ({
  sql: 'select pg_try_advisory_xact_lock(hashtextextended($1, 0))::text',
  parameters: [name],
})
const shareStatement = (name: string): Statement => ({
  sql: 'select pg_advisory_xact_lock_shared(hashtextextended($1, 0))::text',
  parameters: [name],
})
const isolationStatement = plain(`select current_setting('transaction_isolation')`)
const begin = plain('begin isolation level read committed')
const beginSnapshot = plain('begin isolation level repeatable read read only')

/** A transaction on a connection of the pool. It begins with its first statement, in the same round trip. */
export function ownTransaction(
  client: pg.ClientBase,
  send: Sender,
  release: (broken: boolean) => void,
  snapshot = false,
): DriverTransaction {
  const first = snapshot ? beginSnapshot : begin
  let begun = false
  let ended = false
  let working: Promise<unknown> | undefined
  const opened = (statements: readonly Statement[]) => (begun ? statements : [first, ...statements])
  const run: DriverTransaction['run'] = async (statements) => {
    // The connection may be somebody else's already.
    if (ended) throw new CrmError('TRANSACTION_CLOSED')
    const sent = opened(statements)
    begun = true
    const sending = send(sent)
    working = sending.catch(() => {})
    const answers = await sending
    return answers.slice(sent.length - statements.length)
  }
  return {
    get native() {
      // The host may write on it before we do. Its statements queue up behind this one.
      if (!begun) send([first]).catch(() => {})
      begun = true
      return client
    },
    joined: false,
    run,
    lock: async (name) => void (await run([lockStatement(name)])),
    tryLock: async (name) => isTaken(await run([tryLockStatement(name)])),
    share: shareStatement,
    async commit(statements) {
      ended = true
      if (!begun && statements.length === 0) {
        release(false)
        return []
      }
      const sent = [...opened(statements), plain('commit')]
      try {
        const answers = await send(sent)
        if (answers.at(-1)?.command !== 'COMMIT') throw new CrmError('TRANSACTION_CLOSED')
        release(false)
        return answers.slice(sent.length - 1 - statements.length, -1)
      } catch (error) {
        const lost = isLost(error)
        // One by one, an error leaves the transaction open; the pipeline's COMMIT has ended it.
        if (!lost) await send([plain('rollback')]).catch(() => {})
        release(lost)
        throw lost ? new CrmError('OUTCOME_UNKNOWN', { cause: error }) : error
      }
    },
    async rollback() {
      ended = true
      if (!begun) return release(false)
      // Statements that go out one by one would be kept each on its own behind it.
      await working
      try {
        await send([plain('rollback')])
        release(false)
      } catch {
        release(true)
      }
    },
  }
}

const isTaken = (answers: readonly Result[]): boolean => answers.at(-1)?.rows[0]?.[0] === 'true'

/** What others did before the lock came free would stay unseen. */
function checkIsolation([isolation]: readonly Result[]): void {
  if (isolation?.rows[0]?.[0] === 'read committed') return
  throw new CrmError('STORAGE_CAPABILITY_MISSING', {
    details: { capability: 'locks by name above READ COMMITTED' },
    hint: 'Begin the transaction with the isolation level READ COMMITTED.',
  })
}

/** A savepoint in the host's transaction. Throws the server's error when there is none. */
export async function joinedTransaction(handle: object, send: Sender): Promise<DriverTransaction> {
  await send([plain('savepoint guanxi_join')])
  const undo = async () => {
    await send([plain('rollback to savepoint guanxi_join'), plain('release savepoint guanxi_join')])
  }
  return {
    native: handle,
    joined: true,
    run: send,
    share: shareStatement,
    async lock(name) {
      checkIsolation(await send([isolationStatement, lockStatement(name)]))
    },
    async tryLock(name) {
      const answers = await send([isolationStatement, tryLockStatement(name)])
      checkIsolation(answers)
      return isTaken(answers)
    },
    async commit(statements) {
      try {
        const answers = await send([...statements, plain('release savepoint guanxi_join')])
        return answers.slice(0, -1)
      } catch (error) {
        await undo().catch(() => {})
        throw error
      }
    },
    rollback: () => undo().catch(() => {}),
  }
}
