import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, execPath as nodePath } from 'node:process'
import { promisify } from 'node:util'
import { type CoreTypes, type Crm as CrmOf, createCrm, definePlugin, type StorageAdapter } from '@guanxi/core'
import { coreMigrations } from '@guanxi/core/storage'
import { type Dump, testClock } from '@guanxi/testkit'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { fieldService } from '../../../../examples/plugin-field-service/src/plugin.ts'
import { createDatabase } from '../../../../scripts/postgres.ts'
import { fixtureCrm, fixtureDesk } from '../../../../scripts/release/fill.ts'
import { codeOf } from '../both.ts'
import { type Around, postgresAround, sqliteAround } from './around.ts'
import { everything, interrupted, type Migrating, straight } from './interrupted.ts'

type Crm = CrmOf<CoreTypes>
type Open = Migrating['open']

const untouched: Around = (_, run) => run()
const releases = join(import.meta.dirname, '../../../../fixtures/releases')
const undo: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

function fileFor(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-'))
  undo.push(() => rmSync(folder, { recursive: true }))
  return join(folder, 'crm.db')
}

async function urlFor(): Promise<string> {
  const database = await createDatabase(inject('postgresUrl'))
  undo.push(() => database.drop())
  return database.url
}

/** A database of its own, with some SQL run in it. */
async function onSqlite(sql: string): Promise<Open> {
  const file = fileFor()
  if (sql !== '') new Database(file).exec(sql).close()
  return (each) => sqliteAround(file, each, 'alike')
}

async function onPostgres(sql: string): Promise<Open> {
  const url = await urlFor()
  if (sql !== '') {
    const client = new pg.Client(url)
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  return (each) => postgresAround(url, each, 'alike')
}

const clock = testClock('2026-03-16T01:00:00Z')

/** What a process does with its instance before it ends. */
const process = (
  crmOn: (storage: StorageAdapter) => Crm,
  act: (crm: Crm) => Promise<unknown>,
): Migrating['migrate'] => {
  return async (storage) => {
    const crm = crmOn(storage)
    try {
      await act(crm)
    } finally {
      await crm.close()
    }
  }
}
const migrating = (crmOn: (storage: StorageAdapter) => Crm) => process(crmOn, (crm) => crm.migrate())

const plain = (storage: StorageAdapter): Crm => createCrm({ storage, clock })
const withPlugin = (storage: StorageAdapter): Crm => createCrm({ storage, clock, plugins: [fieldService()] })
const ofRelease = (storage: StorageAdapter): Crm => fixtureCrm(storage).crm
const ofDesk = (storage: StorageAdapter): Crm => fixtureDesk(storage).crm
const hasDesk = (version: string) => readFileSync(join(releases, version, 'summary.json'), 'utf8').includes('"desk"')

const versions = readdirSync(releases, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  // Between the oldest and the newest little differs; all of them with GUANXI_TEST_FULL=1.
  .filter((_, at, all) => everything || at === 0 || at === all.length - 1)

/** What the first release held beside its fixture. */
const contacts = Number(env.GUANXI_TEST_ROWS ?? 200)
const more = `
  with recursive n (i) as (select 1 union all select i + 1 from n where i < ${contacts})
  insert into crm_contacts (tenant, id, created_at, updated_at, version, name, name_search, phone, phone_search, email, extra)
  select tenant, 'x' || i, created_at, updated_at, 1, 'Contact ' || i, 'contact ' || i, '+86' || i, '+86' || i, 'c' || i || '@x.com', extra
  from crm_contacts, n where email = 'wang1@example.com';`

const starts = [
  { from: 'an empty database, a plugin among them', file: undefined, migrate: migrating(withPlugin) },
  ...versions.map((version) => ({
    from: version,
    file: version,
    migrate: migrating(hasDesk(version) ? ofDesk : ofRelease),
  })),
]

/** Every cut leaves what a straight run had at that point, and what starts again ends where the straight run ended. */
async function survives(migrate: Migrating['migrate'], one: Open, other: Open, stride = 1): Promise<number> {
  const states = await straight({ open: one, migrate })
  const check = (state: Dump, expected: Dump | undefined) => {
    // A deep comparison of hundreds of whole databases takes longer than all the rest.
    if (JSON.stringify(state) !== JSON.stringify(expected)) expect(state).toEqual(expected)
  }
  return interrupted({ open: other, migrate }, states, check, stride)
}

describe.each([
  ['sqlite', onSqlite],
  ['postgres', onPostgres],
] as const)('%s', (name, make) => {
  // On a server it takes three times as long. Every statement with GUANXI_TEST_FULL=1.
  const stride = everything ? 1 : name === 'sqlite' ? 4 : 12

  test.each(starts)('R8: migrations from $from are cut off at every statement', async ({ file, migrate }) => {
    const dump = file === undefined ? '' : readFileSync(join(releases, file, `${name}.sql`), 'utf8')
    const sql = file === '0.1.0' ? dump + more : dump
    const cuts = await survives(migrate, await make(sql), await make(sql), stride)
    // Later releases may be where the code is.
    if (file === undefined || file === '0.1.0') expect(cuts * stride).toBeGreaterThan(60)
  })

  test('R8: a plugin is added, removed and added again, cut off at every statement', async () => {
    const [one, other] = [await make(''), await make('')]
    await migrating(plain)(one(untouched))
    await migrating(plain)(other(untouched))
    const uninstalling = process(plain, (crm) => crm.uninstall(fieldService()))
    const cuts: number[] = []
    for (const migrate of [migrating(withPlugin), uninstalling, migrating(withPlugin)])
      cuts.push(await survives(migrate, one, other, stride))
    expect(Math.min(...cuts) * stride).toBeGreaterThan(4)
  })

  test('R8: a database that is newer than the code is refused before anything is written', async () => {
    const open = await make('')
    const later = definePlugin({ id: 'later', version: '2', migrations: [one, two] })
    await migrating((storage) => createCrm({ storage, plugins: [later] }))(open(untouched))
    const seen: string[] = []
    const older = definePlugin({ id: 'later', version: '1', migrations: [one, { ...two, id: '0003' }] })
    const storage = open((moment, run) => {
      seen.push(moment.kind)
      return run()
    })
    const crm = createCrm({ storage, plugins: [older] })
    const me = crm.as({ user: 'u', roles: ['admin'] })
    for (const call of [() => crm.migrate(), () => me.companies.create({ name: 'x' }), () => me.companies.count()])
      expect(await codeOf(call)).toBe('SCHEMA_TOO_NEW')
    expect(new Set(seen)).toEqual(new Set(['read']))
    await crm.close()
  })

  test('R8: of 3 processes that migrate at once one runs, the others wait, all succeed', async () => {
    const target = await (name === 'sqlite' ? fileFor() : urlFor())
    const script = join(import.meta.dirname, '../kernel/migrate-process.ts')
    const run = () => promisify(execFile)(nodePath, ['--conditions=source', script, target])
    const outputs = await Promise.all([run(), run(), run()])
    const applied = outputs.flatMap(({ stdout }) => JSON.parse(stdout) as string[])
    expect(applied.toSorted()).toEqual((await coreMigrations()).map(({ id }) => `core/${id}`))
  })
})

const steps = [
  { step: 'createTable', table: 'pets', columns: [{ name: 'id', type: 'text', nullable: false }] },
] as const
const [one, two] = [
  { id: '0001', steps },
  { id: '0002', steps: [] },
]
