import Database from 'better-sqlite3'
import pg from 'pg'

/** A row as its driver gives it. */
export type Found = Readonly<Record<string, unknown>>

/** A statement by hand: `$1`, `$2` … are its values, on both databases. */
export interface Asked {
  readonly sql: string
  readonly values?: readonly unknown[]
  /** Postgres plans it for its values, each time: a search by trigrams. */
  readonly anew?: boolean
}

/** A connection of one who writes prepared SQL by hand. */
export interface Hand {
  /** The rows of statements; they are sent together where that saves a round trip. */
  ask(...statements: readonly Asked[]): Promise<readonly (readonly Found[])[]>
  close(): Promise<void>
}

export function sqliteHand(file: string): Hand {
  const database = new Database(file, { readonly: true })
  const prepared = new Map<string, (values: readonly unknown[]) => readonly Found[]>()
  const prepare = (sql: string) => {
    // The plus keeps SQLite from preparing the statement anew for each value: see docs/performance.md.
    const statement = database.prepare<unknown[], Found>(sql.replaceAll(/\$\d/g, '+?'))
    const places = [...sql.matchAll(/\$(\d)/g)].map(([, number]) => Number(number) - 1)
    return (values: readonly unknown[]) => statement.all(...places.map((place) => values[place]))
  }
  const one = ({ sql, values = [] }: Asked) => {
    const run = prepared.get(sql) ?? prepare(sql)
    prepared.set(sql, run)
    return run(values)
  }
  return {
    ask: async (...statements) => statements.map(one),
    close: async () => void database.close(),
  }
}

/** Numbers as numbers, everything else as the server spells it. */
const types = {
  getTypeParser: (type: number) =>
    type === pg.types.builtins.INT8 || type === pg.types.builtins.NUMERIC ? Number : asIs,
}
const asIs = (text: string) => text

export async function postgresHand(url: string): Promise<Hand> {
  const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig)
  await client.connect()
  await client.query("set timezone = 'UTC'")
  const names = new Map<string, string>()
  const one = ({ sql: text, values = [], anew = false }: Asked) => {
    let name = names.get(text)
    if (name === undefined) {
      name = `s${names.size}`
      names.set(text, name)
    }
    return client.query<Found>({ ...(anew ? {} : { name }), text, values: [...values], types })
  }
  return {
    ask: async (...statements) => (await Promise.all(statements.map(one))).map(({ rows }) => rows),
    close: () => client.end(),
  }
}
