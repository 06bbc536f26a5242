import type { StorageAdapter } from '@guanxi/core'
import { isPostgres, postgresDump } from './postgres.ts'
import { isSqlite, sqliteDump } from './sqlite.ts'

/** A whole database as plain data, every tenant and the migrations included. */
export interface Dump {
  /** What there is: tables with their columns, indexes, triggers, sequences, functions; in the database's own words. */
  readonly objects: readonly string[]
  /** The rows of each table as JSON, in the order of their keys. */
  readonly rows: Readonly<Record<string, readonly string[]>>
}

/**
 * Reads everything that a database holds, past the port: SQLite's by a handle that prepares, Postgres' by one that queries.
 *
 * @throws TypeError when the storage's native handle is neither.
 *
 * @example
 * const before = await dumpOf(storage)
 * await crm.uninstall(students())
 * expect(await dumpOf(storage)).toEqual(before)
 */
export async function dumpOf(storage: StorageAdapter): Promise<Dump> {
  const transaction = await storage.begin()
  try {
    const { native } = transaction
    if (isSqlite(native)) return sqliteDump(native)
    if (isPostgres(native)) return await postgresDump(native)
    throw new TypeError('only SQLite and Postgres can be dumped')
  } finally {
    await transaction.rollback()
  }
}

/**
 * The same with ids counted in the order in which they appear: two databases in which the same was done are equal, though
 * something else took ids in between.
 *
 * @example
 * const same = async (one: StorageAdapter, other: StorageAdapter) =>
 *   expect(renumbered(await dumpOf(one))).toEqual(renumbered(await dumpOf(other)))
 */
export function renumbered({ objects, rows }: Dump): Dump {
  const seen = new Map<string, string>()
  const number = (id: string) => {
    const known = seen.get(id) ?? `id${seen.size + 1}`
    seen.set(id, known)
    return known
  }
  const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
  const entries = Object.entries(rows).map(([table, lines]) => [table, lines.map((line) => line.replace(id, number))])
  return { objects, rows: Object.fromEntries(entries) }
}
