import { Lru, type Result, type Statement } from '@guanxi/sql'
import type { Database, Statement as Native } from 'better-sqlite3'

/** A connection with its prepared statements, kept by their text. */
export class Connection {
  readonly database: Database
  readonly #prepared = new Lru<Native<unknown[], unknown[]>>(1000)

  constructor(database: Database) {
    this.database = database
  }

  run(statements: readonly Statement[]): readonly Result[] {
    const results = new Array<Result>(statements.length)
    for (let i = 0; i < results.length; i++) results[i] = this.#one(statements[i] as Statement)
    return results
  }

  #one({ sql, parameters }: Statement): Result {
    let native = this.#prepared.get(sql)
    if (native === undefined) {
      native = this.#prepare(sql)
      this.#prepared.set(sql, native)
    }
    if (!native.reader) return { rows: [], count: native.run(...parameters).changes }
    const rows = native.all(...parameters)
    return { rows, count: rows.length }
  }

  #prepare(sql: string): Native<unknown[], unknown[]> {
    const native = this.database.prepare<unknown[], unknown[]>(sql)
    // A host's own connection may have another default.
    native.safeIntegers(false)
    return native.reader ? native.raw() : native
  }
}
