import { CrmError, type StorageAdapter } from '@guanxi/core'
import type { Beginning, Schema, Session, Transaction } from '@guanxi/core/storage'
import { migrationPort } from '../ddl/migrations.ts'
import type { Dialect } from '../dialect.ts'
import type { AsyncContext, Driver, DriverTransaction, Executor } from '../driver.ts'
import { Expectations } from '../expect/expectations.ts'
import { compile } from '../fragment.ts'
import { namesOf, searchIndexName } from '../names.ts'
import { Plans } from '../plan/plans.ts'
import { SearchIndexes } from '../search-indexes.ts'
import { Writer } from '../write/writer.ts'
import { Faults } from './faults.ts'
import { inspectionPort } from './inspection.ts'
import { aggregate, explain, type Lowered, select, selectMany } from './session.ts'
import { SqlTransaction } from './transaction.ts'

/** What makes a SQL storage. */
export interface SqlAdapterOptions {
  readonly dialect: Dialect
  readonly driver: Driver
  /** An AsyncLocalStorage of this storage alone: tells the outer handle inside a transaction. */
  readonly context: AsyncContext
  /** Before the name of every table and index; `crm_` unless told. */
  readonly prefix?: string | undefined
  /** The database schema of the tables; the connection's own unless told. */
  readonly schema?: string | undefined
}

interface Open extends Lowered {
  readonly schema: Schema
  readonly faults: Faults
}

/**
 * A storage on a SQL database, from its dialect and its driver. Prove it with `storageConformance` of
 * `@guanxi/testkit`.
 *
 * @example
 * import { AsyncLocalStorage } from 'node:async_hooks'
 *
 * export const duckdb = (dialect: Dialect, driver: Driver): StorageAdapter =>
 *   sqlAdapter({ dialect, driver, context: new AsyncLocalStorage<object>() })
 */
export function sqlAdapter({
  dialect,
  driver,
  context,
  prefix = 'crm_',
  schema: space,
}: SqlAdapterOptions): StorageAdapter {
  const names = namesOf(prefix, space)
  let opened: Open | undefined
  let closed = false

  const open = (): Open => {
    if (closed) throw new CrmError('CLOSED')
    if (opened === undefined)
      throw new CrmError('STORAGE_UNAVAILABLE', { hint: 'open() gives the storage its schema.' })
    return opened
  }
  const outside = (): Open => {
    const inside = context.getStore()
    if (inside instanceof SqlTransaction && !inside.closed) {
      throw new CrmError('TRANSACTION_MISUSE', { hint: 'Use the handle that the transaction gives.' })
    }
    return open()
  }
  const executor: Executor = {
    run: async (statements) => {
      const { faults } = outside()
      try {
        return await driver.run(statements)
      } catch (error) {
        throw faults.of(error)
      }
    },
  }
  const started = async (start: () => Promise<DriverTransaction>, parts: Open): Promise<SqlTransaction> =>
    new SqlTransaction(parts, await parts.faults.map(start), parts.faults, context)
  const begin = async (how?: Beginning) => started(() => driver.begin(how), outside())

  const session: Session = {
    select: async (query) => select(outside(), executor, query),
    selectMany: async (queries) => selectMany(outside(), executor, queries),
    aggregate: async (query) => aggregate(outside(), executor, query),
    explain: async (query) => explain(outside(), executor, query),
    write: async (batch) => {
      const transaction: Transaction = await begin()
      return transaction.commit(batch)
    },
  }

  return {
    id: dialect.id,
    capabilities: dialect.capabilities,
    open(schema: Schema, environment) {
      const indexed = new SearchIndexes(dialect, names)
      const storage = { dialect, names, schema, indexed }
      opened = {
        schema,
        indexed,
        plans: new Plans(storage),
        explaining: (statement) => driver.explain(statement),
        expectations: new Expectations(storage),
        writer: new Writer(storage),
        faults: new Faults(driver, names, schema),
      }
      driver.open(environment)
    },
    session,
    begin,
    inside(handle) {
      const inside = context.getStore()
      return inside instanceof SqlTransaction && inside.joined && !inside.closed && inside.native === handle
    },
    join: async (handle) => started(() => driver.join(handle), open()),
    inspection: inspectionPort({
      dialect,
      names,
      executor,
      schema: () => open().schema,
      async undone(run) {
        const transaction = await begin()
        try {
          // One that fails leaves the others theirs.
          return await run({ run: (all) => transaction.savepoint(() => transaction.executor.run(all)) })
        } finally {
          await transaction.rollback()
        }
      },
    }),
    migrations: migrationPort({
      dialect,
      names,
      executor,
      executorOf: (inside) => (inside instanceof SqlTransaction ? inside.executor : executor),
      begin,
      changed() {
        opened?.indexed.forget()
        opened?.plans.clear()
      },
    }),
    async compact() {
      const { indexed, schema, faults } = outside()
      if (dialect.compact === undefined || driver.alone === undefined)
        throw new CrmError('STORAGE_CAPABILITY_MISSING', { details: { capability: 'compact' } })
      if (indexed.unknown) await indexed.learn(executor)
      const plurals = [...schema.entities.values()].map(({ plural }) => plural)
      const searches = plurals.filter((plural) => indexed.has(plural)).map((plural) => searchIndexName(names, plural))
      const statements = dialect.compact(plurals.map(names.table), searches)
      const plain = statements.map((one) => ({ sql: compile(dialect.compiler, one).sql, parameters: [] }))
      await faults.map(async () => driver.alone?.(plain))
    },
    close() {
      closed = true
      return driver.close()
    },
  }
}
