import type { Host } from '../src/host.ts'
import { onPostgres } from '../src/postgres.ts'
import { onSqlite } from '../src/sqlite.ts'

/** Where a database is: a file, or a URL. */
export type Where = string

/** Opens the app's database as `main.ts` does. */
export const open = (where: Where): Promise<Host> =>
  where.startsWith('postgres:') ? onPostgres(where) : onSqlite(where)
