import { CrmError } from '../error/index.ts'
import type { Schema } from '../schema/index.ts'
import {
  type AppliedMigration,
  type MigrationStep,
  type StorageAdapter,
  type Transaction,
  tableOf,
} from '../storage/index.ts'
import { type Clock, formatInstant } from '../time/index.ts'
import { checksumOf, type Migration, type OwnedMigrations } from './migration.ts'
import { difference, replay } from './replay.ts'

/** How a database stands to this code. */
export interface Standing {
  readonly pending: readonly { readonly owner: string; readonly migration: Migration }[]
}

/**
 * Compares what was applied with what the code has. Throws `MIGRATION_CHANGED` for one whose steps differ, and
 * `SCHEMA_TOO_NEW` for one of an installed owner that the code does not know. Owners that are not installed are left alone.
 */
export function standing(applied: readonly AppliedMigration[], all: readonly OwnedMigrations[]): Standing {
  const ran = new Map(applied.map((row) => [`${row.owner}/${row.id}`, row]))
  const pending: { owner: string; migration: Migration }[] = []
  for (const { owner, migrations } of all) {
    for (const migration of migrations) {
      const name = `${owner}/${migration.id}`
      const row = ran.get(name)
      ran.delete(name)
      if (row === undefined) pending.push({ owner, migration })
      else if (row.checksum !== checksumOf(migration)) {
        throw new CrmError('MIGRATION_CHANGED', {
          details: { migration: name },
          hint: 'Undo the edit and add a migration after it.',
        })
      }
    }
  }
  const owners = new Set(all.map(({ owner }) => owner))
  const unknown = [...ran.values()].filter(({ owner }) => owners.has(owner)).map(({ owner, id }) => `${owner}/${id}`)
  if (unknown.length > 0) {
    throw new CrmError('SCHEMA_TOO_NEW', { details: { unknown }, hint: 'Update the packages that this process runs.' })
  }
  return { pending }
}

/** The steps that the entities need and no migration has. */
function draftOf(schema: Schema, all: readonly OwnedMigrations[]): readonly MigrationStep[] {
  const steps = all.flatMap(({ migrations }) => migrations.flatMap((migration) => migration.steps))
  const needed = difference(replay(steps), schema.entities.values())
  const created = new Set(needed.flatMap((one) => (one.step === 'createIndex' ? `${one.table} ${one.index.name}` : [])))
  return needed.filter((one) => {
    // An index that changes makes room for itself.
    if (one.step === 'dropIndex') return created.has(`${one.table} ${one.index}`)
    return ['createTable', 'addColumn', 'createIndex', 'createSearch'].includes(one.step)
  })
}

/** Runs what is pending, each in a transaction of its own, under the lock of the database. */
export async function migrate(
  storage: StorageAdapter,
  schema: Schema,
  all: readonly OwnedMigrations[],
  clock: Clock,
  options: { readonly dryRun?: boolean } = {},
) {
  const names = (list: Standing['pending']) => list.map(({ owner, migration }) => `${owner}/${migration.id}`)
  const sqlOf = (list: Standing['pending']) => list.flatMap(({ migration }) => storage.migrations.sql(migration.steps))
  const draft = draftOf(schema, all)
  if (options.dryRun === true) {
    const { pending } = standing((await storage.migrations.applied()) ?? [], all)
    return { applied: names(pending), sql: sqlOf(pending), draft }
  }
  // Without its search index a table only takes longer to search; `crm.check()` tells.
  if (draft.some(({ step }) => step !== 'createSearch')) {
    throw new CrmError('MIGRATION_MISSING', {
      details: { tables: [...new Set(draft.map(({ table }) => table))], draft },
    })
  }
  const early = await storage.migrations.applied()
  if (early !== null && standing(early, all).pending.length === 0) return { applied: [], sql: [], draft }
  return storage.migrations.locked(async (port) => {
    const ran: { owner: string; migration: Migration }[] = []
    for (const { owner, migration } of standing(await port.applied(), all).pending) {
      const row = { owner, id: migration.id, checksum: checksumOf(migration), at: formatInstant(clock.now()) }
      if (await port.apply(row, migration.steps)) ran.push({ owner, migration })
    }
    return { applied: names(ran), sql: sqlOf(ran), draft }
  })
}

/** Throws `MIGRATION_REQUIRED` unless the database is where the code is. */
export async function requireMigrated(
  storage: StorageAdapter,
  all: readonly OwnedMigrations[],
  inside?: Transaction,
): Promise<void> {
  const { pending } = standing((await storage.migrations.applied(inside)) ?? [], all)
  if (pending.length === 0) return
  throw new CrmError('MIGRATION_REQUIRED', {
    details: { missing: pending.map(({ owner, migration }) => `${owner}/${migration.id}`) },
    hint: 'Call `await crm.migrate()` before the first operation.',
  })
}

/** Makes the search texts and the search indexes of a migrated database anew. */
export async function rebuildSearch(storage: StorageAdapter, schema: Schema): Promise<void> {
  const tables = [...schema.entities.values()].map(tableOf).filter(({ search }) => search.length > 0)
  await storage.migrations.run(
    tables.flatMap(({ table, search: fields }): readonly MigrationStep[] => [
      { step: 'dropSearch', table },
      { step: 'createSearch', table, fields },
    ]),
  )
}
