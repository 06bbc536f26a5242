import { postgres } from '@guanxi/postgres'
import pg from 'pg'
import { crmOn } from './crm.ts'
import type { Host, User, Users } from './host.ts'
import { migrations, migrationsTable } from './migrations.ts'

/** The app on Postgres: the CRM borrows connections of the app's own pool. */
export async function onPostgres(url: string): Promise<Host> {
  const pool = new pg.Pool({ connectionString: url })
  await transaction(pool, migrate)
  const crm = crmOn(postgres(pool))
  await crm.migrate()
  return {
    crm,
    users: usersOf(pool),
    // The app begins its transaction as it always does, and the CRM joins it.
    together: (me, work) => transaction(pool, (client) => work(me.withTransaction(client), usersOf(client))),
    async close() {
      await crm.close()
      await pool.end()
    },
  }
}

async function transaction<R>(pool: pg.Pool, run: (client: pg.PoolClient) => Promise<R>): Promise<R> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await run(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

function usersOf(db: pg.Pool | pg.PoolClient): Users {
  return {
    async insert({ id, email, name, role }, tokenHash) {
      const sql = 'insert into users values ($1, $2, $3, $4, $5) on conflict (email) do nothing'
      const { rowCount } = await db.query(sql, [id, email, name, role, tokenHash])
      return rowCount === 1
    },
    async byToken(tokenHash) {
      const sql = 'select id, email, name, role from users where token_hash = $1'
      return (await db.query<User>(sql, [tokenHash])).rows[0]
    },
    async count() {
      const { rows } = await db.query<{ count: number }>('select count(*)::int from users')
      return rows[0]?.count ?? 0
    },
  }
}

async function migrate(client: pg.PoolClient): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtext('app_migrations'))")
  await client.query(migrationsTable)
  for (const { name, sql } of migrations) {
    const { rowCount } = await client.query('insert into app_migrations values ($1) on conflict do nothing', [name])
    if (rowCount === 1) await client.query(sql)
  }
}
