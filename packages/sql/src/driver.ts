import type { CrmError } from '@guanxi/core'
import type { Beginning, StorageEnvironment } from '@guanxi/core/storage'

/**
 * A statement ready to run.
 *
 * @example
 * const statement: Statement = { sql: 'select "name" from "crm_companies" where "id" = ?', parameters: ['c_1'] }
 */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** What is the best way hangs on the values: it is planned anew each time. */
  readonly anew?: boolean
  /**
   * The text of `Dialect.bulk.copy`, for a driver that can: it sends the rows itself. The parameters are their columns, and
   * one that is no list stands in every row.
   */
  readonly copy?: string
}

/**
 * Rows as lists of driver values in the order of the columns, and how many rows were changed or returned.
 *
 * @example
 * const result: Result = { rows: [['Acme']], count: 1 }
 */
export interface Result {
  readonly rows: readonly (readonly unknown[])[]
  readonly count: number
}

/**
 * Runs statements in order, in as few round trips as it can. Throws the driver's error of the first that fails.
 *
 * @example
 * const one = async (executor: Executor, statement: Statement) => (await executor.run([statement]))[0]?.rows[0]
 */
export interface Executor {
  run(statements: readonly Statement[]): Promise<readonly Result[]>
}

/**
 * A transaction of a driver.
 *
 * @example
 * const give = async (transaction: DriverTransaction, statement: Statement) => {
 *   await transaction.lock('handover')
 *   await transaction.commit([statement])
 * }
 */
export interface DriverTransaction extends Executor {
  readonly native: unknown
  readonly joined: boolean
  lock(name: string): Promise<void>
  /** False where another one holds the name. Without it nobody else writes meanwhile. */
  tryLock?(name: string): Promise<boolean>
  /** A statement that keeps others from locking a name before the end. Without it nobody else writes meanwhile. */
  share?(name: string): Statement
  /** Runs the last statements and commits, or releases the savepoint of a joined one. Ends it, whatever happens. */
  commit(statements: readonly Statement[]): Promise<readonly Result[]>
  /** Ends it; never throws. */
  rollback(): Promise<void>
}

/** A connection to a database. */
export interface Driver extends Executor {
  open(environment: StorageEnvironment): void
  /** With `wait: false`, where another one has to end first, it throws what `fault` takes for `STORAGE_BUSY`. */
  begin(how?: Beginning): Promise<DriverTransaction>
  join(handle: object): Promise<DriverTransaction>
  /** Runs statements one by one, each outside of any transaction: those of `Dialect.compact`. */
  alone?(statements: readonly Statement[]): Promise<void>
  /** The statement that tells the plan of another, a line in the last column of each row. */
  explain(statement: Statement): Statement
  /** What a driver's error means. */
  fault(error: unknown): Fault
  close(): Promise<void>
}

/** A driver's error: as a CrmError, what `Dialect.demand` refused, or a clash of unique values for the adapter to name. */
export type Fault =
  | { readonly type: 'error'; readonly error: CrmError }
  | { readonly type: 'expectation' }
  | {
      readonly type: 'duplicate'
      readonly table: string | undefined
      readonly index: string | undefined
      readonly columns: readonly string[]
    }

/**
 * An AsyncLocalStorage, structurally: it notices the outer handle inside of a transaction.
 *
 * @example
 * import { AsyncLocalStorage } from 'node:async_hooks'
 *
 * const context: AsyncContext = new AsyncLocalStorage<object>()
 */
export interface AsyncContext {
  run<T>(store: object, fn: () => T): T
  getStore(): object | undefined
}
