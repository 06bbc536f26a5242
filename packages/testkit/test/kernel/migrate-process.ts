// Migrates the SQLite file or the Postgres database that it is given, and prints what it applied: one of several processes of a test.
import { createCrm } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'

const target = process.argv[2] ?? ''
const crm = createCrm({ storage: target.startsWith('postgres:') ? postgres(target) : sqlite(target) })
const { applied } = await crm.migrate()
await crm.close()
console.log(JSON.stringify(applied))
