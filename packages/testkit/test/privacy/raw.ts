import type { StorageAdapter } from '@guanxi/core'
import type { Database } from 'better-sqlite3'
import type pg from 'pg'

/** What stands in each column, as text: `crm_contacts.name`, and `crm_contacts.extra.app.hobby` for keys of documents. */
export type Columns = ReadonlyMap<string, string>

/** Every column of every table, found in the database's own catalogue: also what an index or a virtual table keeps for itself. */
export async function rawColumns(storage: StorageAdapter): Promise<Columns> {
  const transaction = await storage.begin()
  try {
    const native = transaction.native as Database | pg.Client
    const columns = new Map<string, string>()
    const put = (table: string, row: Readonly<Record<string, unknown>>) => {
      for (const [name, text] of Object.entries(row).flatMap(([column, value]) => cells(column, value)))
        columns.set(`${table}.${name}`, `${columns.get(`${table}.${name}`) ?? ''}\n${text}`)
    }
    if ('prepare' in native) {
      const tables = `select name from pragma_table_list where schema = 'main' and type <> 'view'`
      for (const { name } of native.prepare<[], { name: string }>(tables).all())
        for (const row of native.prepare<[], Record<string, unknown>>(`select * from "${name}"`).iterate())
          put(name, row)
    } else {
      const tables = `select tablename as name from pg_tables where schemaname = current_schema()`
      for (const { name } of (await native.query<{ name: string }>(tables)).rows)
        for (const row of (await native.query(`select * from "${name}"`)).rows) put(name, row)
    }
    return columns
  } finally {
    await transaction.rollback()
  }
}

function cells(column: string, value: unknown): readonly (readonly [string, string])[] {
  if (Buffer.isBuffer(value)) return [[column, `${value.toString('utf8')} ${value.toString('utf16le')}`]]
  const document = column === 'extra' && typeof value === 'string' ? JSON.parse(value) : value
  if (column === 'extra' && typeof document === 'object' && document !== null)
    return Object.entries(document).map(([key, part]) => [`extra.${key}`, JSON.stringify(part)])
  return [[column, typeof value === 'object' ? JSON.stringify(value) : String(value)]]
}

/** Which of the texts stand where: `crm_contacts.name: zq7x0q`. */
export function found(columns: Columns, texts: Iterable<string>): readonly string[] {
  const all = [...texts]
  return [...columns].flatMap(([name, content]) =>
    all.filter((text) => content.includes(text)).map((text) => `${name}: ${text}`),
  )
}

/** Which of the texts stand anywhere. */
export function present(columns: Columns, texts: Iterable<string>): readonly string[] {
  const whole = [...columns.values()].join('\n')
  return [...texts].filter((text) => whole.includes(text))
}
