import type { StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { afterEach, describe, inject } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'

/** Makes an empty storage for one test; closed and dropped after it. */
export type MakeStorage = () => Promise<StorageAdapter>

/** The same tests on SQLite and on a real Postgres. */
export function onBoth(define: (make: MakeStorage, name: 'sqlite' | 'postgres') => void): void {
  const undo: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })
  const closing = (storage: StorageAdapter) => {
    undo.push(() => storage.close())
    return storage
  }
  describe('sqlite', () => define(async () => closing(sqlite(':memory:')), 'sqlite'))
  describe('postgres', () =>
    define(async () => {
      const database = await createDatabase(inject('postgresUrl'))
      undo.push(() => database.drop())
      return closing(postgres(database.url))
    }, 'postgres'))
}

/** The code of the CrmError that a call throws; fails if it throws none. */
export async function codeOf(run: () => unknown): Promise<string> {
  return (await errorOf(run)).code
}

/** The CrmError that a call throws. */
export async function errorOf(run: () => unknown): Promise<import('@guanxi/core').CrmError> {
  const { isCrmError } = await import('@guanxi/core')
  try {
    await run()
  } catch (error) {
    if (isCrmError(error)) return error
    throw error
  }
  throw new Error('it was expected to be refused, and was not')
}
