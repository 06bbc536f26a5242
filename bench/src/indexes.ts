// What each index costs: the same inserts into copies of one table, each copy without one of its indexes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqlite } from '@guanxi/sqlite'
import Database from 'better-sqlite3'
import { median } from './figures.ts'
import { fill } from './fill.ts'

const [rows, turns, slice] = [20_000, 60, 50]
const folder = mkdtempSync(join(tmpdir(), 'guanxi-indexes-'))
await fill(sqlite(join(folder, 'crm.db')), rows)

for (const table of ['crm_contacts', 'crm_deals']) {
  const copies = [undefined, ...indexesOf(table)].map((without, i) => {
    const insert = copyOf(table, without, join(folder, `${table}-${i}.db`))
    return { without, insert, times: [] as number[] }
  })
  for (let turn = 0; turn < turns; turn++) {
    for (const { insert, times } of turn % 2 === 0 ? copies : copies.toReversed()) {
      for (let i = 0; i < slice; i++) {
        const start = performance.now()
        insert()
        times.push(performance.now() - start)
      }
    }
  }
  const medians = copies.map(({ times }) => 1000 * median(times))
  console.log(`${table}: ${medians[0]?.toFixed(1)} µs an insert, in a transaction of its own`)
  for (const [i, { without }] of copies.entries())
    if (without !== undefined)
      console.log(`  ${((medians[0] ?? 0) - (medians[i] ?? 0)).toFixed(1).padStart(5)} µs  ${without}`)
}
rmSync(folder, { recursive: true })

function indexesOf(table: string): readonly string[] {
  const database = new Database(join(folder, 'crm.db'))
  const query = "select name from sqlite_master where type = 'index' and tbl_name = ? and sql is not null"
  const names = database.prepare(query).pluck().all(table)
  database.close()
  return names.map(String)
}

/** A file with the table and all of its indexes but one, and what inserts a new row there: an old one under a new id. */
function copyOf(table: string, without: string | undefined, file: string): () => void {
  const source = new Database(join(folder, 'crm.db'))
  source.exec(`vacuum into '${file}'`)
  source.close()
  const database = new Database(file)
  database.pragma('journal_mode = wal')
  database.pragma('wal_autocheckpoint = 10000')
  database.pragma('synchronous = normal')
  if (without !== undefined) database.exec(`drop index "${without}"`)
  const row = database.prepare(`select * from ${table} order by id desc limit 1`).get() as Record<string, unknown>
  // The number of the row is SQLite's own.
  const columns = Object.keys(row).filter((name) => name !== 'rid')
  const insert = database.prepare(
    `insert into ${table} (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`,
  )
  let count = 0
  return () => {
    const id = `ffffffff-${String(count++).padStart(8, '0')}`
    const created = new Date(Date.UTC(2030, 0, 1) + count).toISOString()
    insert.run({
      ...row,
      id,
      created_at: created,
      ...('email' in row ? { email: `${(count * 7919) % 99_991}@example.org` } : {}),
    })
  }
}
