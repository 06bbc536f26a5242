import { core, type Row, type StorageAdapter } from '@guanxi/core'
import { always, buildSchema } from '@guanxi/core/storage'

/** All rows of one of the core's tables, past every permission: straight from the storage, oldest first. */
export async function rowsOf(storage: StorageAdapter, entity: string, tenant = 'default'): Promise<readonly Row[]> {
  const schema = buildSchema({ entities: core['~definition'].entities.map((own) => ({ owner: 'core', entity: own })) })
  const ir = schema.entities.get(entity)
  const id = ir?.fields.get('id')
  if (ir === undefined || id === undefined) throw new Error(`no entity ${entity}`)
  const orderBy = [{ path: { hops: [], field: id }, direction: 'asc' }] as const
  const query = {
    entity: ir,
    tenant,
    access: null,
    where: always,
    bin: 'with',
    orderBy,
    limit: 10_000,
    after: null,
  } as const
  return (await storage.session.select(query)).map(({ row }) => row)
}
