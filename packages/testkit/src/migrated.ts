import { createCrm, type Plugin, type StorageAdapter } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'

const made = new Map<string, Promise<Uint8Array>>()

/**
 * A storage in memory where the core's migrations have run, and those of plugins if they are given: a copy of one that is
 * made once a process, in a twentieth of the time.
 *
 * @example
 * const { crm } = await testCrm({ storage: await migrated([students()]), plugins: [students()] })
 */
export async function migrated(plugins: readonly Plugin[] = []): Promise<StorageAdapter> {
  return sqlite(await migratedBytes(plugins))
}

/**
 * The database that {@link migrated} copies, as better-sqlite3 serialises it; the content of a file, too.
 *
 * @example
 * import { writeFile } from 'node:fs/promises'
 *
 * await writeFile('crm.db', await migratedBytes())
 */
export function migratedBytes(plugins: readonly Plugin[] = []): Promise<Uint8Array> {
  const key = tablesOf(plugins)
  const known = made.get(key) ?? make(plugins)
  made.set(key, known)
  return known
}

/** What tells the tables of plugins apart: their migrations. */
const tablesOf = (plugins: readonly Plugin[]): string =>
  plugins.map((plugin) => `${plugin.id}: ${JSON.stringify(plugin['~definition'].migrations)}`).join('\n')

async function make(plugins: readonly Plugin[]): Promise<Uint8Array> {
  const storage = sqlite(':memory:')
  const crm = createCrm({ storage, plugins })
  await crm.migrate()
  const transaction = await storage.begin()
  const bytes = (transaction.native as { serialize(): Uint8Array }).serialize()
  await transaction.rollback()
  await crm.close()
  return bytes
}
