import { AsyncLocalStorage } from 'node:async_hooks'
import type { StorageAdapter } from '@guanxi/core'
import { everywhere, type Schema } from '@guanxi/core/storage'
import { type Dialect, type Driver, type DriverTransaction, type Statement, sqlAdapter } from '@guanxi/sql'
import type { OperationNode } from 'kysely'
import { namesOf } from '../../../../sql/src/names.ts'
import { type Reading, readingOf } from './tenants.ts'
import { tokensOf } from './tokens.ts'

/** What is sent as it is, and names no table of a tenant: how transactions begin and end, and the locks by name. */
const plain = [
  /^(savepoint|release savepoint|rollback to savepoint) guanxi_s\d+$/,
  /^select pg_advisory_xact_lock(_shared)?\(hashtextextended\(\$1, 0\)\)::text$/,
]

/** Every statement that reaches a database, each as the tree says that it was compiled from. */
export class Statements {
  readonly storage: StorageAdapter
  /** What has no tenant, or another than its other tables have; each once. */
  readonly problems = new Set<string>()
  /** The tables of statements that are the queue's own, over all tenants. */
  readonly everywhere = new Set<string>()
  /** How many statements on tables of tenants were looked at. */
  looked = 0
  /** Of how many kinds they were. */
  readonly kinds = new Set<string>()
  readonly #trees = new Map<string, Reading>()
  readonly #tables = new Set<string>()
  #looking = true

  constructor(dialect: Dialect, driver: Driver) {
    const storage = sqlAdapter({
      dialect: { ...dialect, compiler: this.#compiler(dialect.compiler) },
      driver: this.#through(driver),
      context: new AsyncLocalStorage<object>(),
    })
    this.storage = {
      ...storage,
      inspection: {
        ...storage.inspection,
        // Which tenants there are is asked by the host, and by no operation.
        tenants: () => this.#unseen(storage.inspection.tenants),
      },
      open: (schema: Schema, environment) => {
        for (const { plural } of schema.entities.values()) this.#tables.add(namesOf('crm_').bareTable(plural))
        storage.open(schema, environment)
      },
    }
  }

  #compiler(inner: Dialect['compiler']): Dialect['compiler'] {
    return {
      compileQuery: (node, id) => {
        const compiled = inner.compileQuery(node, id)
        const tokens = tokensOf(node as OperationNode)
        this.#trees.set(
          compiled.sql,
          readingOf(tokens, (table) => this.#tables.has(table)),
        )
        return compiled
      },
    }
  }

  #through(driver: Driver): Driver {
    const over = (tx: DriverTransaction): DriverTransaction => ({
      get native() {
        return tx.native
      },
      joined: tx.joined,
      run: (statements) => tx.run(this.#seen(statements)),
      lock: (name) => tx.lock(name),
      ...(tx.tryLock && { tryLock: async (name: string) => Boolean(await tx.tryLock?.(name)) }),
      ...(tx.share && { share: (name: string) => tx.share?.(name) as Statement }),
      commit: (statements) => tx.commit(this.#seen(statements)),
      rollback: () => tx.rollback(),
    })
    return {
      open: (environment) => driver.open(environment),
      run: (statements) => driver.run(this.#seen(statements)),
      begin: async (how) => over(await driver.begin(how)),
      join: async (handle) => over(await driver.join(handle)),
      explain: (statement) => {
        const explaining = driver.explain(statement)
        const tree = this.#trees.get(statement.sql)
        if (tree !== undefined) this.#trees.set(explaining.sql, tree)
        return explaining
      },
      fault: (error) => driver.fault(error),
      close: () => driver.close(),
      ...(driver.alone && { alone: (statements: readonly Statement[]) => driver.alone?.(statements) as Promise<void> }),
    }
  }

  async #unseen<T>(run: () => Promise<T>): Promise<T> {
    this.#looking = false
    try {
      return await run()
    } finally {
      this.#looking = true
    }
  }

  #seen(statements: readonly Statement[]): readonly Statement[] {
    if (this.#looking) for (const statement of statements) this.#look(statement)
    return statements
  }

  #look({ sql, parameters }: Statement): void {
    const tree = this.#trees.get(sql)
    if (tree === undefined) {
      if (!plain.some((known) => known.test(sql))) this.problems.add(`nothing compiled ${sql}`)
      return
    }
    if (tree.tables.length === 0) return
    this.looked++
    this.kinds.add(sql)
    for (const table of tree.open) this.problems.add(`the tenant of ${table} is open in ${sql}`)
    const [tenant, ...others] = new Set(tree.tenants.map((at) => parameters[at]))
    if (others.length > 0) this.problems.add(`several tenants in ${sql}`)
    if (tenant === everywhere) for (const table of tree.tables) this.everywhere.add(table)
  }
}
