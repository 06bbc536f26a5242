import { createCrm, type StorageAdapter } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'

let made: Promise<Uint8Array> | undefined

/**
 * A storage in memory where the core's migrations have run: a copy of one that is made once a process, in a twentieth of
 * the time. The migrations of plugins are left to `crm.migrate()`.
 *
 * @example
 * const { crm } = await testCrm({ storage: await migrated(), plugins: [students()] })
 */
export async function migrated(): Promise<StorageAdapter> {
  return sqlite(await migratedBytes())
}

/**
 * The database that {@link migrated} copies, as better-sqlite3 serialises it; the content of a file, too.
 *
 * @example
 * import { writeFile } from 'node:fs/promises'
 *
 * await writeFile('crm.db', await migratedBytes())
 */
export function migratedBytes(): Promise<Uint8Array> {
  made ??= make()
  return made
}

async function make(): Promise<Uint8Array> {
  const storage = sqlite(':memory:')
  const crm = createCrm({ storage })
  await crm.migrate()
  const transaction = await storage.begin()
  const bytes = (transaction.native as { serialize(): Uint8Array }).serialize()
  await transaction.rollback()
  await crm.close()
  return bytes
}
