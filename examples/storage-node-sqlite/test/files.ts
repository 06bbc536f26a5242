import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FreshStorage, HostHandle } from '@guanxi/testkit'
import { nodeSqlite } from '../src/node-sqlite.ts'

/** A folder that goes away. */
export async function newFolder() {
  const path = await mkdtemp(join(tmpdir(), 'guanxi-node-sqlite-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** A storage in a file of its own, with whatever else may open that file. */
export async function inFile(): Promise<FreshStorage> {
  const folder = await newFolder()
  const file = join(folder.path, 'crm.db')
  const storage = nodeSqlite(file)
  return {
    storage,
    another: () => nodeSqlite(file),
    host: async () => hostOn(file),
    endedByDatabase: async (native) => (native as DatabaseSync).exec('rollback'),
    async close() {
      await storage.close()
      await folder.remove()
    },
  }
}

export async function inMemory(): Promise<FreshStorage> {
  const storage = nodeSqlite(':memory:')
  return {
    storage,
    endedByDatabase: async (native) => (native as DatabaseSync).exec('rollback'),
    close: () => storage.close(),
  }
}

/** A host that begins as hosts do: who writes is found out later. */
function hostOn(file: string): HostHandle {
  const handle = new DatabaseSync(file)
  return {
    handle,
    begin: async () => handle.exec('begin'),
    commit: async () => handle.exec('commit'),
    rollback: async () => handle.exec('rollback'),
    close: async () => handle.close(),
  }
}
