import { join } from 'node:path'
import { inSqlite } from './storage.ts'
import { northwind, tenant } from './crm.ts'
import { census, load } from './load.ts'
import { readTables } from './read.ts'

const { storage } = inSqlite(process.argv[2] ?? join(import.meta.dirname, '../northwind.db'))
const nw = northwind(storage)
await nw.crm.migrate()
const t = performance.now()
await load(nw, readTables())
console.log(performance.now() - t)
console.log(await census(nw.crm.asSystem({tenant, reason: 'x'})))
await nw.crm.close()
