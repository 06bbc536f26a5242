import type { StorageAdapter } from '@guanxi/core'
import { createDatabase } from '../../../scripts/postgres.ts'
import { postgres } from '../../postgres/src/index.ts'
import { sqlite } from '../../sqlite/src/index.ts'
import { ready } from './house.ts'

/** Storages of both kinds with the tables made. */
export async function bothStorages(
  server: string,
): Promise<readonly { storage: StorageAdapter; close(): Promise<void> }[]> {
  const database = await createDatabase(server)
  const inPostgres = await ready(postgres(database.url))
  const inSqlite = await ready(sqlite(':memory:'))
  return [
    { storage: inSqlite, close: () => inSqlite.close() },
    {
      storage: inPostgres,
      async close() {
        await inPostgres.close()
        await database.drop()
      },
    },
  ]
}
