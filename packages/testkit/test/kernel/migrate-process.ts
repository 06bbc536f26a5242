// Migrates the SQLite file that it is given, and prints what it applied: one of several processes of a test.
import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'

const crm = createCrm({ storage: sqlite(process.argv[2] ?? '') })
const { applied } = await crm.migrate()
await crm.close()
console.log(JSON.stringify(applied))
