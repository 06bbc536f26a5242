import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, type StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import { createDatabase, startPostgres } from '../../../scripts/postgres.ts'
import type { StorageName } from '../subject.ts'
import { type Hand, postgresHand, sqliteHand } from './hand.ts'
import { type Derived, insertOf, postgresSpelling, type Rows, type Spelling, sqliteSpelling } from './rows.ts'

/** A database that both ways ask. */
export interface SharedDatabase {
  readonly storage: StorageAdapter
  /** Where it is: a file, or the address of a server. */
  readonly target: string
  readonly spelling: Spelling
  /** Makes rows. The indexes of the table stand aside meanwhile: filled in one go, they are made in a fraction of the time. */
  fill(rows: Rows | Derived): Promise<void>
  run(sql: string): Promise<void>
  /** After the last row: neither database knows by itself what is in a table that was filled in one go. */
  analyze(): Promise<void>
  hand(): Promise<Hand>
  close(): Promise<void>
}

export const sharedDatabases: Readonly<Record<StorageName, () => Promise<SharedDatabase>>> = {
  sqlite: onSqlite,
  postgres: onPostgres,
}

async function onSqlite(): Promise<SharedDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-reads-'))
  const file = join(folder, 'crm.db')
  await migrated(sqlite(file))
  const storage = sqlite(file)
  const filling = async (run: (database: Database.Database) => void) => {
    const database = new Database(file)
    database.pragma('synchronous = off')
    database.pragma('cache_size = -400000')
    run(database)
    database.close()
  }
  return {
    storage,
    target: file,
    spelling: sqliteSpelling,
    fill: (rows) =>
      filling((database) => {
        const query = "select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null"
        const indexes = database.prepare<string, { name: string; sql: string }>(query).all(`crm_${rows.table}`)
        for (const { name } of indexes) database.exec(`drop index "${name}"`)
        database.exec(
          insertOf(
            rows,
            sqliteSpelling,
            (count) => `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1})`,
          ),
        )
        for (const { sql } of indexes) database.exec(sql)
      }),
    run: (sql) => filling((database) => void database.exec(sql)),
    analyze: () =>
      filling((database) => {
        // Samples of values would have every statement prepared anew.
        database.exec('pragma analysis_limit = 1000; analyze')
        database.pragma('wal_checkpoint(truncate)')
      }),
    hand: async () => sqliteHand(file),
    async close() {
      await storage.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function onPostgres(): Promise<SharedDatabase> {
  const server = await startPostgres()
  const { url } = await createDatabase(server.url)
  await migrated(postgres(url))
  const storage = postgres(url)
  const filling = async (run: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query("set maintenance_work_mem = '1GB'")
      await run(client)
    } finally {
      await client.end()
    }
  }
  return {
    storage,
    target: url,
    spelling: postgresSpelling,
    fill: (rows) =>
      filling(async (client) => {
        const query = `select indexname as name, indexdef as sql from pg_indexes
          where tablename = $1 and indexname not in (select conname from pg_constraint)`
        const { rows: indexes } = await client.query<{ name: string; sql: string }>(query, [`crm_${rows.table}`])
        for (const { name } of indexes) await client.query(`drop index "${name}"`)
        await client.query(
          insertOf(rows, postgresSpelling, (count) => `generate_series(0::bigint, ${count - 1}) as n(i)`),
        )
        for (const { sql } of indexes) await client.query(sql)
      }),
    run: (sql) => filling((client) => client.query(sql)),
    analyze: () => filling((client) => client.query('vacuum analyze')),
    hand: () => postgresHand(url),
    async close() {
      await storage.close()
      await server.stop()
    },
  }
}

/** The core's tables. What comes later finds a database that is not new. */
async function migrated(storage: StorageAdapter): Promise<void> {
  const crm = createCrm({ storage })
  await crm.migrate()
  await crm.close()
}
