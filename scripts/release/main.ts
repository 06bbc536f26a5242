// Writes the dump of a filled database of this version to fixtures/releases/<version>/, on both databases. Run once, when
// a release is cut; every later suite upgrades it (scripts/test/releases.test.ts).
import { deepStrictEqual } from 'node:assert'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { testIds } from '@guanxi/testkit'
import { createDatabase, startPostgres } from '../postgres.ts'
import { dumpPostgres, dumpSqlite } from './dump.ts'
import { fill, fixtureReports, summary } from './fill.ts'
import { summaryOfAnalytics } from './fill-analytics.ts'
import { summaryOfTickets } from './fill-tickets.ts'

const root = join(import.meta.dirname, '../..')
const { version } = JSON.parse(readFileSync(join(root, 'packages/core/package.json'), 'utf8')) as { version: string }
const folder = join(root, 'fixtures/releases', version)
if (existsSync(folder)) throw new Error(`${version} was released already: cut a new version first`)

const temporary = mkdtempSync(join(tmpdir(), 'guanxi-release-'))
const server = await startPostgres()
try {
  const file = join(temporary, 'crm.db')
  const onSqlite = fixtureReports(sqlite(file), { ids: testIds() })
  await onSqlite.crm.migrate()
  await fill(onSqlite)
  const told = await whole(onSqlite.crm)
  await onSqlite.crm.close()

  const database = await createDatabase(server.url)
  const onPostgres = fixtureReports(postgres(database.url), { ids: testIds() })
  const { sql } = await onPostgres.crm.migrate()
  await fill(onPostgres)
  // Postgres keeps the keys of a JSON value in an order of its own.
  deepStrictEqual(await whole(onPostgres.crm), told)
  await onPostgres.crm.close()

  const migrationsTable =
    'create table "crm_migrations" (owner text not null, id text not null, checksum text not null, at text not null, primary key (owner, id))'
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'sqlite.sql'), dumpSqlite(file))
  writeFileSync(join(folder, 'postgres.sql'), await dumpPostgres(database.url, [migrationsTable, ...sql]))
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(told, null, 2)}\n`)
  console.log(`fixtures/releases/${version}`)
} finally {
  await server.stop()
  rmSync(temporary, { recursive: true })
}

async function whole(crm: ReturnType<typeof fixtureReports>['crm']) {
  return { ...Object(await summary(crm)), desk: await summaryOfTickets(crm), reports: await summaryOfAnalytics(crm) }
}
