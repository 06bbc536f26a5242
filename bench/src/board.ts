// W7, a board: counts and sums by stage and the first 20 of six stages, by hand and by guanxi, on one and the same database.
// `node --conditions=source bench/src/board.ts [--scale 0.1] [--storage sqlite]`: 200,000 deals at scale 1.
import { deepEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, definePipeline, type StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import { createDatabase, startPostgres } from '../../scripts/postgres.ts'
import { readOptions } from './options.ts'

const [warm, rounds, first] = [10, 21, 20]
const stages = ['s0', 's1', 's2', 's3', 's4', 'won'] as const
const deal = definePipeline({
  entity: 'deal',
  stages: { s0: {}, s1: {}, s2: {}, s3: {}, s4: {}, won: { type: 'won' } },
})
const figures = `select stage, currency, count(*) as count, sum(amount) as amount from crm_deals
  where tenant = 'default' and pipeline = 'deal' and deleted_at is null group by stage, currency order by stage, currency`
const newest = (stage: string) => `select * from crm_deals where tenant = 'default' and pipeline = 'deal'
  and stage = '${stage}' and deleted_at is null order by created_at desc nulls last, id desc limit ${first}`

/** What is asked by hand: the figures, and how many records of each stage came. */
type Raw = () => Promise<readonly (readonly [stage: string, count: number, amount: number, shown: number])[]>

const { scale, storages } = readOptions(process.argv.slice(2))
for (const storage of storages) await (storage === 'sqlite' ? onSqlite : onPostgres)(Math.round(200_000 * scale))

async function onSqlite(deals: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-board-'))
  const file = join(folder, 'crm.db')
  await compare('SQLite', deals, sqlite(file), async (columns) => {
    const database = new Database(file)
    const names = columns.filter((name) => name !== 'rid')
    database.exec(`insert into crm_deals (${names.join()}) with recursive n(i) as (select 1 union all select i + 1 from n
      where i < ${deals}) select ${names.map((name) => copied(name, "printf('0190%012d', i)", '%')).join()} from n, crm_deals`)
    database.exec('pragma analysis_limit = 1000; analyze')
    const grouped = database.prepare<[], { stage: string; count: number; amount: number }>(figures)
    const pages = new Map(stages.map((stage) => [stage as string, database.prepare(newest(stage))]))
    const raw: Raw = async () =>
      grouped.all().map(({ stage, count, amount }) => [stage, count, amount, pages.get(stage)?.all().length ?? 0])
    return { raw, close: async () => void database.close() }
  })
  rmSync(folder, { recursive: true })
}

async function onPostgres(deals: number): Promise<void> {
  const server = await startPostgres()
  const { url } = await createDatabase(server.url)
  await compare('Postgres', deals, postgres(url), async (columns) => {
    const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig)
    await client.connect()
    const values = columns.map((name) => copied(name, "'0190' || lpad(i::text, 12, '0')", '%'))
    await client.query(`insert into crm_deals (${columns.join()}) select ${values.join()}
      from generate_series(1, ${deals}) as n(i), crm_deals`)
    await client.query('vacuum analyze crm_deals')
    const raw: Raw = async () => {
      const [grouped, ...pages] = await Promise.all([
        client.query<{ stage: string; count: string; amount: string }>({ name: 'figures', text: figures }),
        ...stages.map((stage) => client.query({ name: stage, text: newest(stage) })),
      ])
      const shown = new Map(stages.map((stage, i) => [stage as string, pages[i]?.rows.length ?? 0]))
      return grouped.rows.map(({ stage, count, amount }) => [
        stage,
        Number(count),
        Number(amount),
        shown.get(stage) ?? 0,
      ])
    }
    return { raw, close: () => client.end() }
  })
  await server.stop()
}

/** A column of a copy of the one deal. */
function copied(name: string, id: string, modulo: string): string {
  if (name === 'id') return id
  if (name === 'stage') return `case (i ${modulo} 6) when 5 then 'won' else 's' || (i ${modulo} 6) end`
  if (name === 'amount') return `i ${modulo} 100000`
  return name
}

async function compare(
  name: string,
  deals: number,
  storage: StorageAdapter,
  fill: (columns: readonly string[]) => Promise<{ readonly raw: Raw; close(): Promise<void> }>,
): Promise<void> {
  const crm = createCrm({ storage, pipelines: { deal } })
  await crm.migrate()
  const me = crm.as({ user: 'u_1', roles: ['admin'] })
  const { id: companyId } = await me.companies.create({ name: 'x' })
  const { custom: _, ...row } = await me.deals.create({ companyId, title: 'x', amount: 5, currency: 'CNY' })
  const columns = Object.keys(row).map((field) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  const { raw, close } = await fill(['tenant', ...columns, 'title_search', 'extra'])
  const board = async () => {
    const found = await me.deals.board({ limit: first })
    return found.map(
      ({ stage, count, amounts, items }) => [stage, count, amounts[0]?.amount ?? 0, items.length] as const,
    )
  }
  const sorted = <T extends readonly [string, ...unknown[]]>(rows: readonly T[]) =>
    rows.toSorted(([a], [b]) => (a < b ? -1 : 1))
  deepEqual(sorted(await board()), sorted(await raw()))
  const times: { readonly guanxi: number; readonly raw: number }[] = []
  for (let round = 0; round < warm + rounds; round++) {
    // In turns, so that neither always comes second.
    const [a, b] = round % 2 === 0 ? [await timed(board), await timed(raw)] : [await timed(raw), await timed(board)]
    if (round >= warm) times.push(round % 2 === 0 ? { guanxi: a, raw: b } : { guanxi: b, raw: a })
  }
  const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN
  const ratio = median(times.map((time) => time.guanxi / time.raw))
  const [by, hand] = [median(times.map(({ guanxi }) => guanxi)), median(times.map((time) => time.raw))]
  console.log(`W7 ${name}, ${deals} deals: raw ${hand.toFixed(1)} ms, guanxi ${by.toFixed(1)} ms, ${ratio.toFixed(2)}x`)
  await close()
  await crm.close()
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}
