import type { AppliedMigration, MigrationPort, MigrationStep, Transaction } from '@guanxi/core'
import type { Dialect } from '../dialect.ts'
import type { Executor, Statement } from '../driver.ts'
import { compile, id, join, raw, type Sql, sql } from '../fragment.ts'
import type { Names } from '../names.ts'
import { stepSql } from './steps.ts'

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
}

/** The migration port: a table of what was applied, and a transaction with a lock for each migration. */
export function migrationPort({ dialect, names, executor, executorOf, begin }: MigrationStorage): MigrationPort {
  const table = names.table('migrations')
  const bare = names.bareTable('migrations')
  const fixed = (fragment: Sql, ...parameters: readonly unknown[]): Statement => ({
    sql: compile(dialect.compiler, fragment).sql,
    parameters,
  })

  const read = async (from: Executor): Promise<readonly AppliedMigration[] | null> => {
    const [found] = await from.run([fixed(dialect.ddl.tableExists(bare, names.schema))])
    if (found === undefined || found.rows.length === 0) return null
    const [result] = await from.run([fixed(sql`select owner, id, checksum, at from ${table} order by at, owner, id`)])
    return (result?.rows ?? []).map(([owner, id, checksum, at]) => ({
      owner: String(owner),
      id: String(id),
      checksum: String(checksum),
      at: String(at),
    }))
  }

  const prepare = (): readonly Statement[] => {
    const type = raw(`${dialect.ddl.type('text')} not null`)
    const columns = sql`owner ${type}, id ${type}, checksum ${type}, at ${type}, primary key (owner, id)`
    const create = fixed(sql`create table if not exists ${table} (${columns})${raw(dialect.ddl.tableSuffix)}`)
    return names.schema === undefined ? [create] : [fixed(sql`create schema if not exists ${id(names.schema)}`), create]
  }

  const apply = async (migration: AppliedMigration, steps: readonly MigrationStep[]): Promise<boolean> => {
    const transaction = await begin()
    let missing = false
    try {
      await transaction.lock(`${names.schema ?? ''}.${bare}`)
      const applied = (await read(transaction.executor)) ?? []
      missing = !applied.some(({ owner, id }) => owner === migration.owner && id === migration.id)
      if (missing) {
        const { owner, id: name, checksum, at } = migration
        const row = [owner, name, checksum, at]
        const values = join(row.map((_, slot) => dialect.parameter({ slot }, 'text')))
        await transaction.executor.run([
          ...prepare(),
          ...steps.map((step) => ({ sql: stepSql(dialect, names, step), parameters: [] })),
          fixed(sql`insert into ${table} (owner, id, checksum, at) values (${values})`, ...row),
        ])
      }
    } catch (error) {
      await transaction.rollback()
      throw error
    }
    await transaction.commit()
    return missing
  }

  return {
    applied: (inside) => read(executorOf(inside)),
    locked: (run) => run({ applied: async () => (await read(executor)) ?? [], apply }),
    sql: (steps) => steps.map((step) => stepSql(dialect, names, step)),
  }
}
