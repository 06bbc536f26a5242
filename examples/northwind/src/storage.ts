import { relative } from 'node:path'
import type { StorageAdapter } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'

/** Where the CRM lives, and how to leave it. */
export interface Place {
  readonly name: string
  readonly storage: StorageAdapter
  stop(): Promise<void>
}

export function inSqlite(file: string): Place {
  return { name: `SQLite, ${relative('', file)}`, storage: sqlite(file), stop: async () => undefined }
}
