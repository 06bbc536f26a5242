// W8, the newest 50 things of a customer from four tables, by hand and by guanxi, on one and the same database.
// `node --conditions=source bench/src/timeline.ts [--scale 10] [--storage sqlite]`: 100,000 rows at scale 1.
import { deepEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, type Row, type StorageAdapter, uuids } from '@guanxi/core'
import { entityOf, type Schema } from '@guanxi/core/storage'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import { createDatabase, startPostgres } from '../../scripts/postgres.ts'
import { readOptions } from './options.ts'
import { me } from './sample.ts'

const [limit, contacts, busiest, rounds, each] = [50, 5000, 200, 9, 200]

/** The tables: what puts their rows in order, what a page shows of them, and which the actor sees. */
const tables = [
  { entity: 'activity', table: 'crm_activities', at: 'at', title: 'subject', rule: 'true' },
  { entity: 'order', table: 'crm_orders', at: 'placed_at', title: 'currency', rule: `owner_id = '${me.user}'` },
  { entity: 'deal', table: 'crm_deals', at: 'created_at', title: 'title', rule: `owner_id = '${me.user}'` },
  { entity: 'task', table: 'crm_tasks', at: 'closed_at', title: 'title', rule: 'closed_at is not null' },
] as const
const newest = ({ table, at, rule }: (typeof tables)[number], columns: string) =>
  `select ${columns} from ${table} where tenant = 'default' and contact_id = $1 and deleted_at is null and ${rule}
    order by ${at} desc, id desc limit ${limit + 1}`
/** The customer is the actor's. */
const own = `select id from crm_contacts where tenant = 'default' and id = $1 and owner_id = '${me.user}' and deleted_at is null`
/** One statement, of each row what a page shows. */
const branches = tables.map((one) =>
  newest(one, `'${one.entity}' as entity, id, ${one.at} as at, ${one.title} as title`),
)
const union = `select * from (${branches.map((sql, i) => `select * from (${sql}) as b${i}`).join(' union all ')}) as u
  order by at desc, id desc limit ${limit + 1}`
/** Four statements, of each row everything, as guanxi answers. */
const whole = tables.map((one) => newest(one, `${one.at} as page_at, *`))

type Found = Readonly<Record<string, unknown>>
/** Runs statements with the id of a customer, together where that is possible. */
type Run = (statements: readonly string[], id: string) => Promise<readonly (readonly Found[])[]>
interface Open {
  readonly run: Run
  close(): Promise<void>
}

const { scale, storages } = readOptions(process.argv.slice(2))
for (const storage of storages) await (storage === 'sqlite' ? onSqlite : onPostgres)(Math.round(100_000 * scale))

async function onSqlite(rows: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-timeline-'))
  const file = join(folder, 'crm.db')
  await compare('SQLite', rows, sqlite(file), async () => {
    const database = new Database(file)
    // Without statistics SQLite takes any index. Samples of values would have every statement prepared anew.
    database.exec('pragma analysis_limit = 1000; analyze')
    // Each way has a connection, and so a page cache, of its own.
    const prepared = [
      [own, union],
      [own, ...whole],
    ].map((statements) => {
      const connection = new Database(file, { readonly: true })
      return new Map(statements.map((sql) => [sql, connection.prepare<[string], Found>(plussed(sql))]))
    })
    const repeat = (sql: string) => sql.split('$1').length - 1
    return {
      run: async (statements, id) => {
        const ready = prepared[statements.includes(union) ? 0 : 1]
        return statements.map((sql) => ready?.get(sql)?.all(...(Array(repeat(sql)).fill(id) as [string])) ?? [])
      },
      close: async () => void database.close(),
    }
  })
  rmSync(folder, { recursive: true })
}

/** With what keeps SQLite from the owner's index, by which it would read all that he owns, and from preparing anew. */
function plussed(sql: string): string {
  return sql.replaceAll('$1', '+?').replaceAll('owner_id =', '+owner_id =')
}

async function onPostgres(rows: number): Promise<void> {
  const server = await startPostgres()
  const { url } = await createDatabase(server.url)
  await compare('Postgres', rows, postgres(url), async () => {
    const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig)
    await client.connect()
    await client.query('vacuum analyze')
    const names = new Map([own, union, ...whole].map((sql, i) => [sql, `s${i}`]))
    return {
      async run(statements, id) {
        const sent = statements.map((text) => client.query<Found>({ name: names.get(text) ?? '', text, values: [id] }))
        return (await Promise.all(sent)).map((result) => result.rows)
      },
      close: () => client.end(),
    }
  })
  await server.stop()
}

/** A page by hand. */
async function byHand(run: Run, statements: readonly string[], id: string, at: string): Promise<readonly unknown[]> {
  const [customer, ...found] = await run([own, ...statements], id)
  if (customer?.length !== 1) throw new Error('no such contact')
  const rows = found.flat()
  if (found.length > 1) rows.sort((a, b) => later(b[at], a[at]) || later(b.id, a.id))
  return rows.slice(0, limit).map((row) => row.id)
}

function later(a: unknown, b: unknown): number {
  const [x, y] = [a instanceof Date ? a.getTime() : String(a), b instanceof Date ? b.getTime() : String(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

async function compare(name: string, rows: number, inner: StorageAdapter, open: () => Promise<Open>): Promise<void> {
  let schema: Schema | undefined
  const storage: StorageAdapter = {
    ...inner,
    open(given, environment) {
      schema = given
      inner.open(given, environment)
    },
  }
  const crm = createCrm({ storage })
  await crm.migrate()
  if (schema === undefined) throw new TypeError('the storage was not opened')
  const ids = await fill(storage, schema, rows)
  const { run, close } = await open()
  const { contacts: customers } = crm.as(me)
  const timeline = async (id: string) => (await customers.timeline(id, { limit })).items.map((item) => item.id)
  const subjects = {
    'union all': (id: string) => byHand(run, [union], id, 'at'),
    'whole rows': (id: string) => byHand(run, whole, id, 'page_at'),
    guanxi: timeline,
  }
  for (const id of ids.slice(0, 20)) {
    deepEqual(await timeline(id), await subjects['union all'](id))
    deepEqual(await timeline(id), await subjects['whole rows'](id))
  }
  const times = new Map(Object.keys(subjects).map((subject) => [subject, [] as number[]]))
  const totals: Record<string, number>[] = []
  for (let round = 0; round <= rounds; round++) {
    const total: Record<string, number> = {}
    for (let i = 0; i < each; i++) {
      const id = ids[(i * 7919) % ids.length] as string
      for (const [subject, ask] of Object.entries(subjects)) {
        const start = performance.now()
        await ask(id)
        const taken = performance.now() - start
        total[subject] = (total[subject] ?? 0) + taken
        if (round > 0) times.get(subject)?.push(taken)
      }
    }
    if (round > 0) totals.push(total)
  }
  for (const [subject, taken] of times) {
    const ratio = (to: string) =>
      quantile(
        totals.map((total) => (total[subject] ?? 0) / (total[to] ?? 0)),
        0.5,
      ).toFixed(2)
    const figures = `median ${quantile(taken, 0.5).toFixed(3)} ms, p99 ${quantile(taken, 0.99).toFixed(2)} ms`
    console.log(
      `W8 ${name}, ${rows} rows, ${subject}: ${figures}, ${ratio('union all')}x union all, ${ratio('whole rows')}x whole rows`,
    )
  }
  await close()
  await crm.close()
}

function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Rows of four tables, most of them of few contacts; the ids of the busiest. */
async function fill(storage: StorageAdapter, schema: Schema, rows: number): Promise<readonly string[]> {
  const ids = uuids()
  const instant = (i: number) => new Date(Date.UTC(2025, 0, 1) + i * 61_000).toISOString()
  const made = (i: number, more: Row): Row => {
    const at = instant(i)
    return {
      id: ids(Date.UTC(2025, 0, 1) + i),
      createdAt: at,
      updatedAt: at,
      version: 1,
      deletedAt: null,
      ownerId: me.user,
      ...more,
    }
  }
  const write = async (name: string, list: readonly Row[]) => {
    const entity = entityOf(schema, name)
    const usual = Object.fromEntries([...entity.fields.values()].map((field) => [field.name, field.default ?? null]))
    for (let i = 0; i < list.length; i += 1000) {
      const part = list.slice(i, i + 1000).map((row) => ({ ...usual, ...row }))
      await storage.session.write([{ type: 'insert', entity, tenant: 'default', rows: part }])
    }
  }
  const customers = Array.from({ length: contacts }, (_, i) => made(i, { name: `Contact ${i}` }))
  await write('contact', customers)
  // By a third power: the busiest has some thousandths of all, most have a few rows.
  const customer = (i: number) => customers[Math.floor(contacts * ((i * 0.618034) % 1) ** 3)]?.id
  const stage = (name: string, closedAt: string | null, at: string) => ({ pipeline: name, stageSince: at, closedAt })
  const rowsOf = (start: number, make: (i: number, at: string) => Row) =>
    Array.from({ length: Math.floor(rows / 4) }, (_, n) => {
      const i = n * 4 + start
      return made(i, { contactId: customer(i), ...make(i, instant(i)) })
    })
  await write(
    'activity',
    rowsOf(0, (i, at) => ({ kind: 'call', at, subject: `Call ${i}`, body: 'x'.repeat(200) })),
  )
  await write(
    'order',
    rowsOf(1, (i, at) => ({ placedAt: at, currency: 'CNY', total: i, refunded: 0 })),
  )
  await write(
    'deal',
    rowsOf(2, (i, at) => ({ title: `Deal ${i}`, stage: 'won', ...stage('deal', at, at) })),
  )
  await write(
    'task',
    rowsOf(3, (i, at) => ({ title: `Task ${i}`, stage: 'done', priority: 'normal', ...stage('task', at, at) })),
  )
  return customers.slice(0, busiest).map((row) => row.id as string)
}
