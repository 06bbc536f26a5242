import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { CrmError } from '@guanxi/core'
import { Lru, type Result, type Statement } from '@guanxi/sql'

interface Prepared {
  readonly statement: StatementSync
  readonly givesRows: boolean
}

/** A handle, ours or a host's, with its prepared statements, kept by their text. */
export class Connection {
  readonly database: DatabaseSync
  readonly #prepared = new Lru<Prepared>(500)

  constructor(database: DatabaseSync) {
    this.database = database
  }

  run(statements: readonly Statement[]): readonly Result[] {
    return statements.map((statement) => this.#one(statement))
  }

  /** SQLite ends a transaction by itself when a disk is full: each statement after that would be kept on its own. */
  runInside(statements: readonly Statement[]): readonly Result[] {
    return statements.map((statement) => {
      this.checkInside()
      return this.#one(statement)
    })
  }

  checkInside(): void {
    if (!this.isInside) throw new CrmError('TRANSACTION_CLOSED')
  }

  get isInside(): boolean {
    return this.database.isOpen && this.database.isTransaction
  }

  #one({ sql, parameters }: Statement): Result {
    const { statement, givesRows } = this.#prepare(sql)
    const values = parameters as readonly SQLInputValue[] // the dialect's codecs make strings, numbers and nulls
    if (!givesRows) return { rows: [], count: Number(statement.run(...values).changes) }
    const rows = statement.all(...values) as unknown as unknown[][] // lists, by setReturnArrays
    return { rows, count: rows.length }
  }

  #prepare(sql: string): Prepared {
    const kept = this.#prepared.get(sql)
    if (kept !== undefined) return kept
    const statement = this.database.prepare(sql)
    statement.setReturnArrays(true)
    statement.setReadBigInts(false) // a host's handle may have another default
    const prepared = { statement, givesRows: statement.columns().length > 0 }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}
