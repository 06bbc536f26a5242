import { defineEntity, field, type Row, type StorageAdapter } from '@guanxi/core'
import {
  always,
  buildSchema,
  type Condition,
  type EntityIR,
  entityOf,
  fieldOf,
  type Literal,
  type SelectQuery,
  type StorageEnvironment,
  tableOf,
} from '@guanxi/core/storage'

export const schema = buildSchema({
  entities: [
    {
      owner: 'core',
      entity: defineEntity({
        name: 'company',
        plural: 'companies',
        fields: {
          name: field.string().search(),
          city: field.string().optional().index(),
          code: field.string().optional().unique(),
        },
      }),
    },
    {
      owner: 'core',
      entity: defineEntity({
        name: 'contact',
        plural: 'contacts',
        fields: {
          name: field.string().search(),
          email: field.email().optional().unique(),
          companyId: field.ref('company').optional(),
          companyCode: field.string().optional().index(),
          points: field.integer().optional(),
          weight: field.number().optional(),
          active: field.boolean().optional(),
          born: field.date().optional(),
          seenAt: field.datetime().optional(),
        },
        relations: {
          company: { to: 'company', via: 'companyId', inverse: 'contacts' },
          coded: { to: 'company', via: 'companyCode', on: 'code', inverse: 'codedContacts' },
        },
      }),
    },
    {
      owner: 'core',
      entity: defineEntity({
        name: 'entry',
        plural: 'entries',
        keeping: 'log',
        fields: { note: field.text().optional() },
      }),
    },
  ],
  extensions: [
    {
      entity: 'contact',
      owner: 'app',
      fields: {
        tier: field.enum(['gold', 'silver']).optional(),
        days: field.integer().default(30),
        motto: field.string().optional().search(),
        vip: field.boolean().optional(),
      },
    },
  ],
})

export const company = entityOf(schema, 'company')
export const contact = entityOf(schema, 'contact')
export const entry = entityOf(schema, 'entry')

/** Waits a turn of the event loop, and counts how long it would have been. */
export function environment(): StorageEnvironment & { waited: number } {
  const own = {
    waited: 0,
    now: () => 0,
    async sleep(ms: number) {
      own.waited += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  return own
}

/** Opens a storage and makes the tables. */
export async function ready(storage: StorageAdapter, env: StorageEnvironment = environment()): Promise<StorageAdapter> {
  storage.open(schema, env)
  await storage.migrations.locked(async (port) => {
    const steps = [...schema.entities.values()].flatMap((entity) => {
      const { table, columns, indexes, search } = tableOf(entity)
      return [
        { step: 'createTable' as const, table, columns },
        ...indexes.map((index) => ({ step: 'createIndex' as const, table, index })),
        ...(search.length === 0 ? [] : [{ step: 'createSearch' as const, table, fields: search }]),
      ]
    })
    await port.apply({ owner: 'core', id: '0001', checksum: 'x', at: '2026-01-01T00:00:00.000Z' }, steps)
  })
  return storage
}

const moment = '2026-03-01T12:00:00.123Z'

/** A whole row of an entity. */
export function rowOf(entity: EntityIR, given: Row): Row {
  return entity.keeping === 'log'
    ? given
    : { createdAt: moment, updatedAt: moment, version: 1, deletedAt: null, ...given }
}

export const insert = (entity: EntityIR, ...rows: readonly Row[]) => ({
  type: 'insert' as const,
  entity,
  tenant: 't',
  rows: rows.map((row) => rowOf(entity, row)),
})

/** A select of an entity by id, with changes. */
export function query(entity: EntityIR, more: Partial<SelectQuery> = {}): SelectQuery {
  return {
    entity,
    tenant: 't',
    access: null,
    where: always,
    bin: 'without',
    orderBy: [{ path: { hops: [], field: fieldOf(entity, 'id') }, direction: 'asc' }],
    limit: 100,
    after: null,
    ...more,
  }
}

export const compare = (
  entity: EntityIR,
  name: string,
  op: Extract<Condition, { node: 'compare' }>['op'],
  value: Literal,
): Condition => ({
  node: 'compare',
  field: fieldOf(entity, name),
  op,
  value,
})

/** The ids that a select finds. */
export async function ids(storage: Pick<StorageAdapter, 'session'>, select: SelectQuery): Promise<readonly unknown[]> {
  return (await storage.session.select(select)).map(({ row }) => row.id)
}
