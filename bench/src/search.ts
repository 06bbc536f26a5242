// W5, parts of names: the first 50 and counts, by hand and by guanxi, on one and the same database; then what the index costs a create.
// `node --conditions=source bench/src/search.ts [--scale 10] [--storage sqlite]`: 100,000 contacts at scale 1.
import { deepEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, type StorageAdapter } from '@guanxi/core'
import { searchText } from '@guanxi/core/storage'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import { createDatabase, startPostgres } from '../../scripts/postgres.ts'
import { fillContacts, parts } from './names.ts'
import { readOptions } from './options.ts'
import { contactOf } from './sample.ts'

const [warm, rounds, first] = [5, 21, 50]
const me = { user: 'u_1', roles: ['admin'] } as const

/** What is asked by hand: the first ids, and how many there are. */
interface Raw {
  first(part: string): Promise<readonly unknown[]>
  count(part: string): Promise<number>
}

const { scale, storages } = readOptions(process.argv.slice(2))
for (const storage of storages) await (storage === 'sqlite' ? onSqlite : onPostgres)(Math.round(100_000 * scale))

async function onSqlite(contacts: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-search-'))
  const file = join(folder, 'crm.db')
  await compare('SQLite', contacts, sqlite(file), async () => {
    const database = new Database(file)
    database.exec('pragma analysis_limit = 1000; analyze')
    const trigrams = (part: string) => {
      const points = [...searchText(part)]
      return points
        .slice(2)
        .map((_, i) => `"${points.slice(i, i + 3).join('')}"`)
        .join(' AND ')
    }
    const from = `from crm_contacts_search as f cross join crm_contacts as c on c.rid = f.rowid
      where f.crm_contacts_search match ? and c.tenant = 'default' and c.deleted_at is null and instr(c.name_search, ?) > 0`
    const page = database.prepare(`select c.* ${from} order by c.id limit ${first}`)
    const counted = database.prepare<[string, string], number>(`select count(*) ${from}`).pluck()
    const raw: Raw = {
      first: async (part) => page.all(trigrams(part), searchText(part)).map((row) => (row as { id: string }).id),
      count: async (part) => counted.get(trigrams(part), searchText(part)) ?? 0,
    }
    return { raw, close: async () => void database.close() }
  })
  rmSync(folder, { recursive: true })
}

async function onPostgres(contacts: number): Promise<void> {
  const server = await startPostgres({ durable: true })
  const { url } = await createDatabase(server.url)
  await compare('Postgres', contacts, postgres(url), async () => {
    const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig)
    await client.connect()
    await client.query('vacuum analyze')
    const from = `from crm_contacts where tenant = 'default' and deleted_at is null and name_search like $1`
    const values = (part: string) => [`%${searchText(part)}%`]
    // Without a name: a plan without the values would not use the index.
    const raw: Raw = {
      async first(part) {
        const text = `select * ${from} order by id limit ${first}`
        return (await client.query<{ id: string }>(text, values(part))).rows.map(({ id }) => id)
      },
      async count(part) {
        const { rows } = await client.query<{ count: string }>(`select count(*) ${from}`, values(part))
        return Number(rows[0]?.count)
      },
    }
    return { raw, close: () => client.end() }
  })
  await server.stop()
}

type Opened = () => Promise<{ readonly raw: Raw; close(): Promise<void> }>

async function compare(name: string, contacts: number, storage: StorageAdapter, opened: Opened): Promise<void> {
  const crm = createCrm({ storage })
  await crm.migrate()
  await fillContacts(storage, contacts)
  const { raw, close } = await opened()
  const { contacts: mine } = crm.as(me)
  for (const [kind, part] of parts) {
    const where = { name: { contains: part } }
    const pages = async () => (await mine.list({ where, limit: first })).items.map(({ id }) => id)
    const hits = await raw.count(part)
    deepEqual(await pages(), await raw.first(part))
    deepEqual(await mine.count({ where }), hits)
    const line = [
      `${kind}, ${hits} hits`.padEnd(30),
      `first ${first} ${await ratioOf(pages, () => raw.first(part))}`,
      `count ${await ratioOf(
        () => mine.count({ where }),
        () => raw.count(part),
      )}`,
    ]
    console.log(`W5 ${name}, ${contacts} contacts: ${line.join(' · ')}`)
  }
  await close()
  // It makes the indexes anew, which takes minutes for a million rows.
  if (contacts <= 200_000) await costOfIndex(name, storage, contacts)
  await crm.close()
}

async function ratioOf(guanxi: () => Promise<unknown>, raw: () => Promise<unknown>): Promise<string> {
  const times: { readonly guanxi: number; readonly raw: number }[] = []
  for (let round = 0; round < warm + rounds; round++) {
    // In turns, so that neither always comes second.
    const [a, b] = round % 2 === 0 ? [await timed(guanxi), await timed(raw)] : [await timed(raw), await timed(guanxi)]
    if (round >= warm) times.push(round % 2 === 0 ? { guanxi: a, raw: b } : { guanxi: b, raw: a })
  }
  const [by, hand] = [median(times.map((time) => time.guanxi)), median(times.map((time) => time.raw))]
  const ratio = median(times.map((time) => time.guanxi / time.raw))
  return `raw ${hand.toFixed(2)} ms, guanxi ${by.toFixed(2)} ms, ${ratio.toFixed(2)}x`
}

/** W1 with the search indexes of contacts and their points, and without them. */
async function costOfIndex(name: string, storage: StorageAdapter, contacts: number): Promise<void> {
  const crm = createCrm({ storage })
  const { contacts: mine } = crm.as(me)
  let made = contacts
  const creates = async () => {
    const times: number[] = []
    for (let i = 0; i < 500; i++) {
      const input = contactOf(made++)
      times.push(await timed(() => mine.create(input)))
    }
    return median(times.slice(100))
  }
  const tables = [['contacts', ['name', 'phone']] as const, ['contactPoints', ['normal']] as const]
  const figures: { readonly withIndex: number; readonly without: number }[] = []
  for (let round = 0; round < 3; round++) {
    const withIndex = await creates()
    await storage.migrations.run(tables.map(([table]) => ({ step: 'dropSearch', table })))
    figures.push({ withIndex, without: await creates() })
    await storage.migrations.run(tables.map(([table, fields]) => ({ step: 'createSearch', table, fields })))
  }
  const [withIndex, without] = [median(figures.map((one) => one.withIndex)), median(figures.map((one) => one.without))]
  const [a, b] = [withIndex, without].map((ms) => (ms * 1000).toFixed(0))
  console.log(`W1 ${name}, ${contacts} contacts: with the search indexes ${a} µs, without ${b} µs`)
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}
