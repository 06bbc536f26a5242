import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import { crmOn } from './crm.ts'
import type { Host, User, Users } from './host.ts'
import { migrations, migrationsTable } from './migrations.ts'

/** The app on an SQLite file: it keeps its own handle for its own reads, and shares transactions with the CRM. */
export async function onSqlite(file: string): Promise<Host> {
  const db = new Database(file)
  db.pragma('journal_mode = wal')
  migrate(db)
  const crm = crmOn(sqlite(file))
  await crm.migrate()
  return {
    crm,
    users: usersOf(db),
    // SQLite has one writer: the app's writes ride on the CRM's transaction, whose handle is `native`.
    together: (me, work) => me.transaction((tx, native) => work(tx, usersOf(native as Database.Database))),
    async close() {
      await crm.close()
      db.close()
    },
  }
}

function usersOf(db: Database.Database): Users {
  return {
    async insert(user, tokenHash) {
      const { changes } = db
        .prepare('insert into users values (@id, @email, @name, @role, @tokenHash) on conflict (email) do nothing')
        .run({ ...user, tokenHash })
      return changes === 1
    },
    byToken: async (tokenHash) =>
      db.prepare<[string], User>('select id, email, name, role from users where token_hash = ?').get(tokenHash),
    count: async () => db.prepare<[], number>('select count(*) from users').pluck().get() ?? 0,
  }
}

function migrate(db: Database.Database): void {
  db.exec(migrationsTable)
  db.transaction(() => {
    for (const { name, sql } of migrations) {
      const { changes } = db.prepare('insert into app_migrations values (?) on conflict do nothing').run(name)
      if (changes === 1) db.exec(sql)
    }
  }).immediate()
}
