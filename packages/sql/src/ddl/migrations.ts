import type { AppliedMigration, MigrationPort, MigrationStep, Transaction } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import type { Executor, Statement } from '../driver.ts'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import type { Names } from '../names.ts'
import { rowsOfSteps, runSteps, stepSql } from './steps.ts'

/** A transaction as the migrations use it. */
export interface MigrationTransaction {
  readonly executor: Executor
  lock(name: string): Promise<void>
  commit(): Promise<unknown>
  rollback(): Promise<void>
}

/** What the migrations run on. */
export interface MigrationStorage {
  readonly dialect: Dialect
  readonly names: Names
  readonly executor: Executor
  /** That of an open transaction, or {@link executor}. */
  executorOf(inside: Transaction | undefined): Executor
  begin(): Promise<MigrationTransaction>
  /** Told when the tables are not what they were. */
  changed(): void
}

/** The migration port: a table of what was applied, and a transaction with a lock for each migration. */
export function migrationPort({
  dialect,
  names,
  executor,
  executorOf,
  begin,
  changed,
}: MigrationStorage): MigrationPort {
  const table = names.table('migrations')
  const bare = names.bareTable('migrations')
  const fixed = (fragment: Sql, ...parameters: readonly unknown[]): Statement => ({
    sql: compile(dialect.compiler, fragment).sql,
    parameters,
  })

  const text = (slot: number) => dialect.parameter({ slot }, 'text')
  // Quoted: somewhere `at` is a word of the language.
  const columns = ['owner', 'id', 'checksum', 'at'].map((name) => id(name))

  const read = async (from: Executor): Promise<readonly AppliedMigration[] | null> => {
    const [found] = await from.run([fixed(dialect.ddl.tableExists(bare, names.schema))])
    if (found === undefined || found.rows.length === 0) return null
    const [result] = await from.run([fixed(sql`select ${join(columns)} from ${table} order by ${id('at')}, owner, id`)])
    return (result?.rows ?? []).map(([owner, id, checksum, at]) => ({
      owner: String(owner),
      id: String(id),
      checksum: String(checksum),
      at: String(at),
    }))
  }

  const prepare = (): readonly Statement[] => {
    const type = raw(`${dialect.ddl.type('text')} not null`)
    const definitions = sql`${join(columns.map((column) => sql`${column} ${type}`))}, primary key (owner, id)`
    const create = fixed(sql`create table if not exists ${table} (${definitions})${raw(dialect.ddl.tableSuffix)}`)
    return names.schema === undefined ? [create] : [fixed(sql`create schema if not exists ${id(names.schema)}`), create]
  }

  /** A transaction that holds the lock, with what is applied. */
  const locked = async <T>(
    run: (executor: Executor, applied: readonly AppliedMigration[]) => Promise<T>,
  ): Promise<T> => {
    const transaction = await begin()
    let result: T
    try {
      await transaction.lock(`${names.schema ?? ''}.${bare}`)
      result = await run(transaction.executor, (await read(transaction.executor)) ?? [])
    } catch (error) {
      await transaction.rollback()
      throw error
    }
    await transaction.commit()
    changed()
    return result
  }

  const apply = (migration: AppliedMigration, steps: readonly MigrationStep[]): Promise<boolean> =>
    locked(async (inside, applied) => {
      if (applied.some(({ owner, id }) => owner === migration.owner && id === migration.id)) return false
      const row = [migration.owner, migration.id, migration.checksum, migration.at]
      const values = join(row.map((_, slot) => text(slot)))
      await inside.run(prepare())
      await runSteps(dialect, names, inside, steps)
      await inside.run([fixed(sql`insert into ${table} (${join(columns)}) values (${values})`, ...row)])
      return true
    })

  const remove = (
    owner: string,
    stepsOf: (applied: readonly AppliedMigration[]) => readonly MigrationStep[],
  ): Promise<readonly number[]> =>
    locked(async (inside, applied) => {
      const steps = stepsOf(applied)
      const rows = await rowsOfSteps(dialect, names, inside, steps)
      await runSteps(dialect, names, inside, steps)
      await inside.run([fixed(sql`delete from ${table} where owner = ${text(0)}`, owner)])
      return rows
    })

  return {
    applied: (inside) => read(executorOf(inside)),
    locked: (run) => run({ applied: async () => (await read(executor)) ?? [], apply, remove }),
    run: (steps) => locked((inside) => runSteps(dialect, names, inside, steps)),
    rows: (steps) => rowsOfSteps(dialect, names, executor, steps),
    sql: (steps) => steps.flatMap((step) => stepSql(dialect, names, step)),
  }
}
