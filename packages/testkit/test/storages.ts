import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plugin, StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { type FreshStorage, type HostHandle, migrated, migratedBytes } from '@guanxi/testkit'
import pg from 'pg'
import { inject } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'
import { coreDatabase } from './databases.ts'

/** What a storage starts with: nothing, or what the core's migrations make. */
export interface Start {
  readonly empty?: boolean
  /** The test writes past the engine: what is there afterwards need not be sound. */
  readonly tampered?: boolean
  /** Many rows go to Postgres by COPY. */
  readonly copy?: boolean
  /** Their migrations have run, too. */
  readonly plugins?: readonly Plugin[]
}

/** Whether Postgres is asked as well. In a second zone only the suites of storages ask it: see scripts/check.ts. */
export const servers = process.env.GUANXI_TEST_ON !== 'sqlite'

/** In memory: one connection. */
export async function memory({ empty = false, plugins = [] }: Start = {}): Promise<FreshStorage> {
  const storage = empty ? sqlite(':memory:') : await migrated(plugins)
  return { storage, endedByDatabase, close: () => storage.close() }
}

/** In a file: as many handles as are wanted. */
export async function file({ empty = false, plugins = [] }: Start = {}): Promise<FreshStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-'))
  if (!empty) await writeFile(join(folder, 'crm.db'), await migratedBytes(plugins))
  const storage = sqlite(join(folder, 'crm.db'))
  return {
    storage,
    another: () => sqlite(join(folder, 'crm.db')),
    host: async () => hostOf(storage, join(folder, 'crm.db')),
    endedByDatabase,
    async close() {
      await storage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A database of its own on a Postgres server. */
export async function server({ empty = false, copy = false, plugins = [] }: Start = {}): Promise<FreshStorage> {
  const database = empty ? await createDatabase(inject('postgresUrl')) : await coreDatabase(plugins)
  const another = () => postgres(database.url, { copy })
  const storage = another()
  return {
    storage,
    another,
    async host() {
      const client = new pg.Client({ connectionString: database.url })
      await client.connect()
      const run = (sql: string) => async () => {
        await client.query(sql)
      }
      return {
        handle: client,
        begin: run('begin'),
        commit: run('commit'),
        rollback: run('rollback'),
        close: () => client.end(),
      }
    },
    async close() {
      await storage.close()
      await database.drop()
    },
  }
}

interface Database {
  exec(sql: string): void
  close(): void
}

/** As a full disk does. */
const endedByDatabase = async (native: unknown) => (native as Database).exec('rollback')

/** A host's own handle on the file, by the driver that the storage uses. */
async function hostOf(storage: StorageAdapter, path: string): Promise<HostHandle> {
  const transaction = await storage.begin()
  const { constructor: Driver } = transaction.native as { constructor: new (path: string) => Database }
  await transaction.rollback()
  const handle = new Driver(path)
  const run = (sql: string) => async () => handle.exec(sql)
  return {
    handle,
    begin: run('begin'),
    commit: run('commit'),
    rollback: run('rollback'),
    close: async () => handle.close(),
  }
}
