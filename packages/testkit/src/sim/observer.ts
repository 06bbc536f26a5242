import BetterSqlite, { type Database } from 'better-sqlite3'
import { sqliteTables } from '../faults/read.ts'
import type { RawTables } from '../faults/tables.ts'

/** Sees what is committed, as another process does, past the engine. */
export class Observer {
  readonly #database: Database

  constructor(path: string) {
    this.#database = new BetterSqlite(path)
  }

  tables(): RawTables {
    return sqliteTables(this.#database)
  }

  hasFact(id: string): boolean {
    return this.#has('select 1 from crm_outbox where id = ?', id)
  }

  /** Every version of a record has its row of the audit. */
  hasVersion(id: string, version: number): boolean {
    return this.#has('select 1 from crm_audit where record_id = ? and version = ?', id, version)
  }

  hasKey(user: string, operation: string, key: string): boolean {
    return this.#has('select 1 from crm_idempotency where id = ?', JSON.stringify([user, operation, key]))
  }

  close(): void {
    this.#database.close()
  }

  #has(sql: string, ...parameters: readonly (string | number)[]): boolean {
    return this.#database.prepare(sql).get(...parameters) !== undefined
  }
}
