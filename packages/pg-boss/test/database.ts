import { postgres } from '@guanxi/postgres'
import type { FreshStorage } from '@guanxi/testkit'
import pg from 'pg'
import { inject } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'

/** A database of its own with the core's tables. */
export async function database(): Promise<{ readonly url: string; readonly fresh: FreshStorage }> {
  const made = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  const storage = postgres(made.url)
  const fresh = {
    storage,
    another: () => postgres(made.url),
    async host() {
      const client = new pg.Client({ connectionString: made.url })
      await client.connect()
      const run = (sql: string) => async () => {
        await client.query(sql)
      }
      return {
        handle: client,
        begin: run('begin'),
        commit: run('commit'),
        rollback: run('rollback'),
        close: () => client.end(),
      }
    },
    async close() {
      await storage.close()
      await made.drop()
    },
  }
  return { url: made.url, fresh }
}
