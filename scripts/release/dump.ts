import Database from 'better-sqlite3'
import pg from 'pg'

/** A SQLite database as SQL text: tables, their rows, search indexes made of them, then the indexes and triggers. */
export function dumpSqlite(file: string): string {
  const db = new Database(file, { readonly: true })
  try {
    const objects = db
      .prepare(`select name, type, sql from sqlite_master where sql is not null order by type desc, name`)
      .all() as Named[]
    const searches = objects.filter(({ sql }) => /^create virtual table/i.test(sql))
    // An FTS5 table makes tables of its own.
    const isOwn = ({ name }: Named) => searches.some((search) => name.startsWith(`${search.name}_`))
    const tables = objects.filter((one) => one.type === 'table' && !searches.includes(one) && !isOwn(one))
    const rows = tables.flatMap(({ name }) => {
      const columns = (db.prepare(`select name from pragma_table_info(?)`).all(name) as Named[]).map((c) => c.name)
      const values = columns.map((c) => `quote(${quoted(c)})`).join(` || ', ' || `)
      const lines = db.prepare(`select ${values} as line from ${quoted(name)} order by 1`).all() as { line: string }[]
      return lines.map(({ line }) => insertion(name, columns, line))
    })
    const found = searches.flatMap(({ name, sql }) => [
      sql,
      `insert into ${quoted(name)} (${quoted(name)}) values ('rebuild')`,
    ])
    const rest = ['index', 'trigger'].flatMap((kind) => objects.filter(({ type }) => type === kind))
    return statements([...tables.map(({ sql }) => sql), ...rows, ...found, ...rest.map(({ sql }) => sql)])
  } finally {
    db.close()
  }
}

/** The rows of a Postgres database as SQL text, behind the statements that made its tables. */
export async function dumpPostgres(url: string, made: readonly string[]): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows: tables } = await client.query<Named>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
    const rows: string[] = []
    await client.query(`set timezone = 'UTC'`)
    for (const { name } of tables) {
      const columns = (
        await client.query<Named>(
          `select column_name as name from information_schema.columns where table_name = $1 order by ordinal_position`,
          [name],
        )
      ).rows
      const values = columns.map((c) => `quote_nullable(${quoted(c.name)}::text)`).join(` || ', ' || `)
      const { rows: lines } = await client.query<{ line: string }>(
        `select ${values} as line from ${quoted(name)} order by 1`,
      )
      rows.push(
        ...lines.map(({ line }) =>
          insertion(
            name,
            columns.map((c) => c.name),
            line,
          ),
        ),
      )
    }
    return statements([...made, ...rows])
  } finally {
    await client.end()
  }
}

interface Named {
  readonly name: string
  readonly type: string
  readonly sql: string
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const insertion = (table: string, columns: readonly string[], values: string): string =>
  `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values (${values})`
const statements = (list: readonly string[]): string => `${list.join(';\n')};\n`
