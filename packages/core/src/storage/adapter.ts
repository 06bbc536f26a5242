import type { AggregateQuery, Condition, Expectation, Literal, SelectQuery } from '../query/index.ts'
import type { EntityIR, Row, Schema } from '../schema/index.ts'
import type { InspectionPort } from './finding.ts'
import type { MigrationStep } from './step.ts'

/**
 * A write. `tenant` is set by the engine. Rows hold field names and canonical values (instants as
 * `YYYY-MM-DDTHH:mm:ss.sssZ`, json as values, booleans as booleans).
 *
 * @example
 * const created: Write = { type: 'insert', entity: entityOf(schema, 'company'), tenant: 't', rows: [{ id: 'c_1', name: 'Acme' }] }
 */
export type Write =
  | {
      readonly type: 'insert'
      readonly entity: EntityIR
      readonly tenant: string
      /** Whole rows: a missing field is null. */
      readonly rows: readonly Row[]
      /**
       * On a clash with the primary key: `ignore` leaves the row there alone; `add` adds these fields' values to it, and answers
       * it; `set` gives it these fields' values, and makes the whole numbers of `next` one more (no two rows have one id).
       * Without it a clash is a `DUPLICATE` error.
       */
      readonly onConflict?:
        | 'ignore'
        | { readonly add: readonly string[] }
        | { readonly set: readonly string[]; readonly next?: readonly string[] }
    }
  | {
      readonly type: 'update'
      readonly entity: EntityIR
      readonly tenant: string
      readonly rows: readonly {
        /** Which row: equality on each of these (null matches null). Most often `{ id }` or `{ id, version }`. */
        readonly match: Readonly<Record<string, Literal | null>>
        readonly set: Row
        /** Added atomically to integer and money fields. */
        readonly add?: Readonly<Record<string, number>>
      }[]
      /** Rows that do not satisfy it (in the engine's view) are left alone. */
      readonly guard?: Condition
    }
  | {
      readonly type: 'delete'
      readonly entity: EntityIR
      readonly tenant: string
      readonly rows: readonly Readonly<Record<string, Literal | null>>[]
    }

/**
 * What a write did, row by row in the order given: for an insert whether the row was inserted, for an update or a
 * delete how many rows it hit; and for inserts with `add` and updates with `add`, the rows as they now are.
 *
 * @example
 * const hit = ({ counts }: Written) => counts.reduce((sum, count) => sum + count, 0)
 */
export interface Written {
  readonly counts: readonly number[]
  readonly rows?: readonly Row[]
}

/**
 * A row of a select: the record, and the values of the sort keys when the query asks for them.
 *
 * @example
 * const idsOf = (selected: readonly Selected[]) => selected.map(({ row }) => String(row.id))
 */
export interface Selected {
  readonly row: Row
  readonly keys?: readonly (Literal | null)[]
}

/**
 * How a query runs.
 *
 * @example
 * const print = ({ sql, plan }: Explained) => [sql, ...plan].join('\n')
 */
export interface Explained {
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly plan: readonly string[]
}

/**
 * Reads and writes in one place: a transaction, or outside of any. Calls run one after another.
 *
 * @example
 * const insert = (session: Session, entity: EntityIR, row: Row) =>
 *   session.write([{ type: 'insert', entity, tenant: 't', rows: [row] }])
 */
export interface Session {
  select(query: SelectQuery): Promise<readonly Selected[]>
  /** Several selects that do not depend on each other, in one round trip; the answers in the order of the queries. */
  selectMany(queries: readonly SelectQuery[]): Promise<readonly (readonly Selected[])[]>
  aggregate(query: AggregateQuery): Promise<readonly Row[]>
  /** The statement of a query, its parameters and the database's plan, for people. Nothing in it tells of rows. */
  explain(query: SelectQuery | AggregateQuery): Promise<Explained>
  /** All or nothing inside a transaction; statements go out together. */
  write(batch: readonly Write[]): Promise<readonly Written[]>
}

/**
 * An open transaction. After commit or rollback every call throws `TRANSACTION_CLOSED`.
 *
 * @example
 * const transaction: Transaction = await storage.begin()
 * try {
 *   await transaction.lock('import')
 *   await transaction.commit()
 * } catch (error) {
 *   await transaction.rollback()
 *   throw error
 * }
 */
export interface Transaction extends Session {
  /** The native handle: a better-sqlite3 database, a pg client. */
  readonly native: unknown
  /** The host's own transaction, joined: commit releases our savepoint and nothing else. */
  readonly joined: boolean
  /**
   * What is sent next is refused unless this holds, checked in the same round trip (`isUnexpected`); and a row that is
   * expected stays as it is until the end, because others who would change it wait. A read that is refused leaves the
   * transaction as it was.
   */
  expect(expectation: Expectation): void
  /** Whether something is expected that nothing was sent with yet. */
  readonly expecting: boolean
  /** Waits until no other transaction holds this name; let go at the end. */
  lock(name: string): Promise<void>
  /** The same without waiting: false where another one holds it. */
  tryLock(name: string): Promise<boolean>
  /** Runs the host's code as part of this transaction, so that using the outer handle in it is noticed. */
  run<T>(fn: () => Promise<T>): Promise<T>
  /** Runs inside a savepoint; an error rolls back to it and is thrown on. */
  savepoint<T>(run: () => Promise<T>): Promise<T>
  /** Writes the last rows and commits, in one round trip. */
  commit(batch?: readonly Write[]): Promise<readonly Written[]>
  rollback(): Promise<void>
}

/**
 * A row of the migrations table.
 *
 * @example
 * const name = ({ owner, id }: AppliedMigration) => `${owner}/${id}`
 */
export interface AppliedMigration {
  readonly owner: string
  readonly id: string
  readonly checksum: string
  readonly at: string
}

/**
 * What the migration runner needs.
 *
 * @example
 * const pending = async (port: MigrationPort) => (await port.applied()) === null // never migrated
 */
export interface MigrationPort {
  /** Those applied; null when the database was never migrated. Inside a transaction it takes no other connection. */
  applied(inside?: Transaction): Promise<readonly AppliedMigration[] | null>
  /**
   * Holds the migration lock over `run`, across processes. `apply` runs all steps of one migration and records it in
   * one transaction; it does nothing, and answers false, if it is recorded already. `remove` forgets all migrations of an
   * owner and runs the steps that follow from those applied, in one transaction; it answers the rows of each step.
   */
  locked<T>(
    run: (port: {
      applied(): Promise<readonly AppliedMigration[]>
      apply(migration: AppliedMigration, steps: readonly MigrationStep[]): Promise<boolean>
      remove(
        owner: string,
        steps: (applied: readonly AppliedMigration[]) => readonly MigrationStep[],
      ): Promise<readonly number[]>
    }) => Promise<T>,
  ): Promise<T>
  /** Runs steps in one transaction under the lock, and records nothing: for what can be made anew. */
  run(steps: readonly MigrationStep[]): Promise<void>
  /** How many rows each step would take away or change: the rows of a table that is dropped, those with the keys. */
  rows(steps: readonly MigrationStep[]): Promise<readonly number[]>
  /** The SQL of some steps, for reading. */
  sql(steps: readonly MigrationStep[]): readonly string[]
}

/**
 * What a storage can do; what it cannot, it refuses with `STORAGE_CAPABILITY_MISSING`.
 *
 * @example
 * const sqliteCan: Capabilities = { rowLocks: false, concurrentWriters: false }
 */
export interface Capabilities {
  /** Rows can be locked and locked rows skipped by other connections at work. */
  readonly rowLocks: boolean
  /** Several processes may write at the same time. */
  readonly concurrentWriters: boolean
}

/**
 * How a transaction begins.
 *
 * @example
 * const still: Beginning = { snapshot: true }
 */
export interface Beginning {
  /** Gives up waiting: `ABORTED`. */
  readonly signal?: Signal | undefined
  /** Where another one has to end first it is `STORAGE_BUSY`, and nothing is waited for. */
  readonly wait?: false | undefined
  /** All that it reads is of one moment, that of its first read, whatever others write meanwhile. It writes nothing. */
  readonly snapshot?: true | undefined
}

/**
 * A storage: everything that knows a database. `@guanxi/testkit` proves one with `storageConformance`.
 *
 * Failures are thrown as CrmError: `DUPLICATE` with `details.entity` and `details.fields` (a list), `CONFLICT` (serialization, deadlock),
 * an expectation that does not hold (`isUnexpected`), `OUTCOME_UNKNOWN` (the connection died in a commit), `STORAGE_UNAVAILABLE`, `STORAGE_BUSY`, `STORAGE_FULL`,
 * `STORAGE_READ_ONLY`, `STORAGE_NOT_A_DATABASE`, `NUMBER_OUT_OF_RANGE`, `TRANSACTION_CLOSED`, `TRANSACTION_MISUSE`,
 * and `STORAGE_FAILED` for the rest; the native error is the `cause`.
 *
 * @example
 * const adapters: Readonly<Record<string, () => StorageAdapter>> = { sqlite: () => sqlite('crm.db') }
 */
export interface StorageAdapter {
  readonly id: string
  readonly capabilities: Capabilities
  /** Gives the schema; cheap, no I/O. Called once, before anything else. */
  open(schema: Schema, environment: StorageEnvironment): void
  /** Reads and writes outside a transaction. */
  readonly session: Session
  /** Where only one may write at a time, whoever begins waits for the one before. */
  begin(options?: Beginning): Promise<Transaction>
  /** Joins a transaction that the host began on its own handle: opens a savepoint there. */
  join(handle: object): Promise<Transaction>
  /** Whether the code that asks runs inside of a transaction that was joined on this handle: see {@link Transaction.run}. */
  inside?(handle: object): boolean
  readonly migrations: MigrationPort
  readonly inspection: InspectionPort
  /** Takes what was deleted out of the database's own files and indexes too; others wait meanwhile. */
  compact?(): Promise<void>
  close(): Promise<void>
}

/**
 * What a storage may use of the outside: waiting.
 *
 * @example
 * const environment: StorageEnvironment = { sleep, now: () => systemClock.now() }
 */
export interface StorageEnvironment {
  /** Resolves after some milliseconds of the injected clock's real time. */
  sleep(ms: number): Promise<void>
  now(): number
}

/**
 * An AbortSignal, structurally. A call that would begin when it is aborted throws `ABORTED` instead.
 *
 * @example
 * const signal: Signal = AbortSignal.timeout(1000)
 * await me.deals.update('d_1', { title: 'x' }, { signal })
 */
export interface Signal {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener?(type: 'abort', listener: () => void): void
  removeEventListener?(type: 'abort', listener: () => void): void
}
