import { core, type Plugin, type StorageAdapter } from '@guanxi/core'
import { isPostgres } from '../../dump/postgres.ts'
import { isSqlite } from '../../dump/sqlite.ts'
import { postgresTables, sqliteTables } from '../read.ts'
import type { RawTables } from '../tables.ts'
import { amounts } from './amounts.ts'
import { audit } from './audit.ts'
import { definedBy } from './definitions.ts'
import { idempotency } from './idempotency.ts'
import type { Invariant } from './invariant.ts'
import { jobs } from './jobs.ts'
import { outbox } from './outbox.ts'
import { references } from './references.ts'
import { search } from './search.ts'
import { stages } from './stages.ts'
import { tenants } from './tenants.ts'

const all: readonly Invariant[] = [stages, amounts, references, audit, outbox, jobs, search, idempotency, tenants]

/** What is wrong about rows: of the core's entities, and of the plugins' given. What is about others is left alone. */
export function brokenIn(tables: RawTables, plugins: readonly Plugin[] = []): readonly string[] {
  const entities = definedBy([core, ...plugins])
  const known = new Set<unknown>(entities.map(({ name }) => name))
  const ours = [...tables].map(
    ([table, rows]) => [table, rows.filter(({ entity = null }) => entity === null || known.has(entity))] as const,
  )
  const judged = { tables: new Map(ours), entities }
  return all.flatMap(({ id, broken }) => broken(judged).map((sentence) => `${id}: ${sentence}`))
}

/**
 * What is wrong about a database, a sentence for each thing; nothing when all is well. It reads the tables themselves, and
 * uses no part of the engine: stays in stages, amounts, references, audit, outbox, search texts, idempotency keys, tenants.
 *
 * @throws TypeError when the storage's native handle is neither SQLite's nor Postgres'.
 *
 * @example
 * expect(await invariants(storage, [students()])).toEqual([])
 */
export async function invariants(storage: StorageAdapter, plugins: readonly Plugin[] = []): Promise<readonly string[]> {
  const transaction = await storage.begin()
  try {
    const { native } = transaction
    if (isSqlite(native)) return brokenIn(sqliteTables(native), plugins)
    if (isPostgres(native)) return brokenIn(await postgresTables(native), plugins)
    throw new TypeError('only SQLite and Postgres can be judged')
  } finally {
    await transaction.rollback()
  }
}
