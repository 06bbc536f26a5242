import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageAdapter } from '@guanxi/core'
import type { Session } from '@guanxi/core/storage'
import { sqlite } from '@guanxi/sqlite'
import { migratedBytes } from '@guanxi/testkit'
import { describe } from 'vitest'

/** Whether DuckDB can be loaded: there are machines that it is not built for. CI is none of them. */
const loads = (() => {
  try {
    createRequire(import.meta.url)('@duckdb/node-api')
    return true
  } catch {
    return false
  }
})()

/** Skipped where DuckDB cannot be loaded, but for CI. */
export const onDuckdb = describe.skipIf(!loads && process.env.CI === undefined)

/** A folder with a migrated database, and a place for its mirror. */
export async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-duckdb-'))
  const crm = join(folder, 'crm.db')
  await writeFile(crm, await migratedBytes())
  return {
    crm,
    main: () => sqlite(crm),
    file: join(folder, 'reports.duckdb'),
    there: () => existsSync(join(folder, 'reports.duckdb')),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** One thread: what is asked of it here is small. */
export const settings = { threads: '1' }

/** A mirror, loaded only where it can be, with how often its main storage was asked for figures. */
export async function mirrorOf(main: StorageAdapter, file: string, entities: readonly string[], page = 5000) {
  const { duckdb, mirrorPlugin } = await import('../src/index.ts')
  const asked = { main: 0, selects: 0 }
  const session: Session = {
    ...main.session,
    select(query) {
      asked.selects++
      return main.session.select(query)
    },
    aggregate(query) {
      asked.main++
      return main.session.aggregate(query)
    },
  }
  const mirror = duckdb({ ...main, session }, file, { entities, settings, page })
  return { mirror, plugin: mirrorPlugin(mirror), asked }
}

/** The copies themselves, as a storage in memory. */
export async function copies(): Promise<StorageAdapter> {
  const [{ Database }, { storageOn }] = await Promise.all([import('../src/database.ts'), import('../src/storage.ts')])
  return storageOn(new Database(':memory:', settings))
}
