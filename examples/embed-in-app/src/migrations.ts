import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../migrations')

/** The app's own migrations: plain SQL, in order. The CRM's are its own (`crm.migrate()`), in tables of its own. */
export const migrations = readdirSync(folder)
  .sort()
  .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))

export const migrationsTable = 'create table if not exists app_migrations (name text primary key)'
