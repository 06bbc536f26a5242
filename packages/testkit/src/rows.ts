import type { Row, StorageAdapter } from '@guanxi/core'
import { always, fieldOf, type Schema } from '@guanxi/core/storage'
import type { SampleRows } from './sample/rows.ts'

/** The rows of the actor's tenant, and those of another. */
export interface Rows {
  readonly own: SampleRows
  readonly other: SampleRows
}

/** Whether a record is outside the bin. */
export const isAlive = (row: Row): boolean => (row.deletedAt ?? null) === null

/** All rows of a tenant, past every permission: straight from the storage, by id. */
export async function rowsOfTenant(storage: StorageAdapter, schema: Schema, tenant: string): Promise<SampleRows> {
  const entities = [...schema.entities.values()]
  const found = await storage.session.selectMany(
    entities.map((entity) => ({
      entity,
      tenant,
      access: null,
      where: always,
      bin: 'with' as const,
      orderBy: [{ path: { hops: [], field: fieldOf(entity, 'id') }, direction: 'asc' as const }],
      limit: 100_000,
      after: null,
    })),
  )
  return Object.fromEntries(entities.map(({ name }, at) => [name, found[at]?.map(({ row }) => row) ?? []]))
}
