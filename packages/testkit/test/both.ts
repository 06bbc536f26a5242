import { isCrmError, type Plugin, type StorageAdapter } from '@guanxi/core'
import { type FreshStorage, invariants } from '@guanxi/testkit'
import { afterEach, describe, expect } from 'vitest'
import { memory, type Start, server, servers } from './storages.ts'

/** Makes a storage for one test, closed and dropped after it: with the core's tables, unless told. */
export type MakeStorage = (start?: Start) => Promise<StorageAdapter>

/** The same tests on SQLite and on a real Postgres; storages start as `usual` says, unless told. */
export function onBoth(define: (make: MakeStorage, name: 'sqlite' | 'postgres') => void, usual: Start = {}): void {
  const undo: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })
  const closing = (open: (start: Start) => Promise<FreshStorage>) => async (given?: Start) => {
    const start = { ...usual, ...given }
    const { storage, close } = await open(start)
    undo.push(close)
    if (!start.empty && !start.tampered) undo.push(() => soundness(storage, start.plugins))
    return storage
  }
  describe('sqlite', () => define(closing(memory), 'sqlite'))
  if (servers) describe('postgres', () => define(closing(server), 'postgres'))
}

/** Whatever a test does through the engine, the database is sound afterwards. */
async function soundness(storage: StorageAdapter, plugins: readonly Plugin[] = []): Promise<void> {
  // A test may have closed it, or never opened it.
  const broken = await invariants(storage, plugins).catch((error: unknown) => {
    if (isCrmError(error, 'STORAGE_UNAVAILABLE') || isCrmError(error, 'CLOSED')) return []
    throw error
  })
  expect(broken, 'invariants').toEqual([])
}

/** The code of the CrmError that a call throws; fails if it throws none. */
export async function codeOf(run: () => unknown): Promise<string> {
  return (await errorOf(run)).code
}

/** The CrmError that a call throws. */
export async function errorOf(run: () => unknown): Promise<import('@guanxi/core').CrmError> {
  try {
    await run()
  } catch (error) {
    if (isCrmError(error)) return error
    throw error
  }
  throw new Error('it was expected to be refused, and was not')
}
