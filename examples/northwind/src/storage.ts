import { relative } from 'node:path'
import type { StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { startPostgres } from '../../../scripts/postgres.ts'

/** Where the CRM lives, and how to leave it. */
export interface Place {
  readonly name: string
  readonly storage: StorageAdapter
  leave(): Promise<void>
}

export function inSqlite(file: string): Place {
  return { name: `SQLite, ${relative('', file)}`, storage: sqlite(file), leave: async () => undefined }
}

/** On a server that is started for this, and gone afterwards. */
export async function inPostgres(): Promise<Place> {
  const { url, stop } = await startPostgres()
  return { name: 'Postgres', storage: postgres(url), leave: stop }
}
