import { type DuckDBAppender, DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api'
import type { Asked, Found, Hand } from './hand.ts'

type Type = 'varchar' | 'bigint' | 'timestamptz'

/** A table whose rows a database of columns has, too: what it calls each, of which type, and how the rows' database reads it: an instant as seconds. */
export interface Copied {
  readonly table: string
  readonly columns: Readonly<Record<string, readonly [type: Type, expression: string]>>
}

/** So many rows are read at once. */
const page = 100_000

/** DuckDB in memory, with both cores and nothing else in it: what a service beside the host's database could have. */
export async function columnsHand(rows: Hand, { table, columns }: Copied): Promise<Hand> {
  const connection = await (await DuckDBInstance.create()).connect()
  const names = Object.keys(columns)
  const types = names.map((name) => `${name} ${columns[name]?.[0]}`)
  await connection.run(`create table ${table} (${types.join()})`)
  const read = names.map((name) => `${columns[name]?.[1]} as ${name}`)
  const appender = await connection.createAppender(table)
  for (let after: unknown = ''; ; ) {
    const sql = `select id, ${read.join()} from crm_${table} where tenant = 'default' and id > $1 order by id limit ${page}`
    const [found = []] = await rows.ask({ sql, values: [after] })
    for (const row of found) {
      for (const name of names) append(appender, columns[name]?.[0], row[name])
      appender.endRow()
    }
    appender.flushSync()
    if (found.length < page) break
    after = found.at(-1)?.id
  }
  appender.closeSync()
  const one = async ({ sql }: Asked): Promise<readonly Found[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJS() as readonly Found[]
  return {
    async ask(...statements) {
      const all: (readonly Found[])[] = []
      for (const statement of statements) all.push(await one(statement))
      return all
    },
    close: async () => connection.closeSync(),
  }
}

function append(appender: DuckDBAppender, type: Type | undefined, value: unknown): void {
  if (value === null) appender.appendNull()
  else if (type === 'varchar') appender.appendVarchar(String(value))
  else {
    const number = BigInt(Number(value))
    if (type === 'bigint') appender.appendBigInt(number)
    else appender.appendTimestampTZ(new DuckDBTimestampTZValue(number * 1_000_000n))
  }
}
