import { type MigrationStep, type Schema, type StorageAdapter, tableOf } from '@guanxi/core/storage'

/**
 * The steps that make the tables of a schema.
 *
 * @example
 * const tables = stepsOf(sampleSchema()).filter(({ step }) => step === 'createTable').length
 */
export function stepsOf(schema: Schema): readonly MigrationStep[] {
  return [...schema.entities.values()].flatMap((entity): readonly MigrationStep[] => {
    const { table, columns, indexes, search } = tableOf(entity)
    return [
      { step: 'createTable', table, columns },
      ...indexes.map((index) => ({ step: 'createIndex', table, index }) as const),
      ...(search.length === 0 ? [] : [{ step: 'createSearch', table, fields: search } as const]),
    ]
  })
}

/**
 * Makes the tables of a schema through the storage's own port. The storage is open already.
 *
 * @example
 * const schema = sampleSchema()
 * storage.open(schema, { now: () => 0, sleep: async () => {} })
 * await migrateSample(storage, schema)
 */
export async function migrateSample(storage: StorageAdapter, schema: Schema): Promise<void> {
  const migration = { owner: 'core', id: '0001_start', checksum: 'sample', at: '2026-01-01T00:00:00.000Z' }
  await storage.migrations.locked((port) => port.apply(migration, stepsOf(schema)))
}
