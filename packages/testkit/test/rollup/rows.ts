import type { StorageAdapter } from '@guanxi/core'
import { rawSql } from '../kernel/tampering.ts'

/** The rows of a table, past the engine. */
export async function rowsOf(
  storage: StorageAdapter,
  table: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const tx = await storage.begin()
  const rows = await rawSql(tx.native, `select * from crm_${table}`)
  await tx.rollback()
  return rows as readonly Record<string, unknown>[]
}

/** How much is noted that is not in cells yet. */
export const notesIn = async (storage: StorageAdapter) => (await rowsOf(storage, 'rollup_changes')).length

/** Whether a question is answered by the table of a rollup. */
export const isFrom = (table: string, { sql }: { readonly sql: string }) => sql.includes(`crm_${table}`)
