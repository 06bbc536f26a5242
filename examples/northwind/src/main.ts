import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Northwind, northwind } from './crm.ts'
import { load } from './load.ts'
import { readTables } from './read.ts'
import { arrival } from './report/arrival.ts'
import { report } from './report/report.ts'
import { inPostgres, inSqlite, type Place } from './storage.ts'

const { values, positionals } = parseArgs({ options: { postgres: { type: 'boolean' } }, allowPositionals: true })
const file = positionals[0] ?? join(import.meta.dirname, '../northwind.db')

const place = values.postgres ? await inPostgres() : inSqlite(file)
const app = northwind(place.storage)
try {
  await show(app, place)
} finally {
  await app.crm.close()
  await place.leave()
}

async function show(app: Northwind, { name }: Place): Promise<void> {
  await app.crm.migrate()
  console.log(`Northwind Traders, in ${name}`)
  console.log(await arrival(app, () => load(app, readTables())))
  console.log(`\n${await report(app)}`)
}
