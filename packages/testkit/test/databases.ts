import { createCrm, type Plugin } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../scripts/postgres.ts'

// Making a database costs more than most tests: one whose rows alone have changed is emptied, and taken again.

interface Pooled extends TestDatabase {
  readonly client: pg.Client
  readonly shape: string
  readonly tables: string
  /** What the migrations wrote: which figures are built. */
  readonly built: string
}

let idle: Pooled[] = []

afterAll(async () => {
  for (const database of idle.splice(0)) await dropped(database)
})

/** A database with the core's tables, and those of plugins, and nothing in them. */
export async function coreDatabase(plugins: readonly Plugin[] = []): Promise<TestDatabase> {
  const tables = plugins.map(({ id }) => id).join()
  const free = idle.find((one) => one.tables === tables)
  idle = idle.filter((one) => one !== free)
  const pooled = free ?? (await made(plugins, tables))
  return {
    url: pooled.url,
    async drop() {
      if (await isEmptied(pooled)) idle.push(pooled)
      else await dropped(pooled)
    },
  }
}

async function made(plugins: readonly Plugin[], tables: string): Promise<Pooled> {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  if (plugins.length > 0) {
    const crm = createCrm({ storage: postgres(database.url), plugins })
    await crm.migrate()
    await crm.close()
  }
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query("set lock_timeout = '2s'; set session_replication_role = replica")
  return { ...database, client, shape: await shapeOf(client), tables, built: await builtIn(client) }
}

async function dropped({ client, drop }: Pooled): Promise<void> {
  await client.end()
  await drop()
}

async function isEmptied({ client, shape, built }: Pooled): Promise<boolean> {
  try {
    if ((await shapeOf(client)) !== shape) return false
    await client.query(emptying)
    await client.query(`insert into ${figures} select * from jsonb_populate_recordset(null::${figures}, $1)`, [built])
    return true
  } catch {
    return false
  }
}

const figures = 'crm_rollup_states'

async function builtIn(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ built: string }>(
    `select coalesce(jsonb_agg(one), '[]')::text as built from ${figures} one`,
  )
  return rows[0]?.built ?? '[]'
}

/** Everything but rows: relations, columns, extensions, functions, settings, statistics, migrations, and whether it has grown. */
async function shapeOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ shape: string }>(`
    select md5(string_agg(part, ';' order by part)) || (pg_database_size(current_database()) > 40000000) as shape from (
      select concat_ws(' ', oid, relname, relfilenode, reltuples, reloptions) as part from pg_class where oid >= 16384
      union all
      select concat_ws(' ', attrelid, attname, atttypid, attnotnull, attcollation) from pg_attribute where attrelid >= 16384
      union all select concat_ws(' ', oid, conname) from pg_constraint where oid >= 16384
      union all select concat_ws(' ', oid, proname) from pg_proc where oid >= 16384
      union all select concat_ws(' ', oid, tgname) from pg_trigger
      union all select concat_ws(' ', oid, nspname) from pg_namespace where oid >= 16384
      union all select concat_ws(' ', oid, extname) from pg_extension
      union all select concat_ws(' ', setdatabase, setrole, setconfig) from pg_db_role_setting
      union all select concat_ws(' ', owner, id, checksum) from crm_migrations
    ) parts`)
  return rows[0]?.shape ?? ''
}

const emptying = `do $$
  declare
    t regclass;
    filled boolean;
  begin
    for t in select oid from pg_class where relkind = 'r' and oid >= 16384 and relname <> 'crm_migrations' loop
      execute format('select exists (select from %s)', t) into filled;
      if filled then execute format('delete from %s', t); end if;
    end loop;
  end
$$`
