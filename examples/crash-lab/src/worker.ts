// A process that does what is to be done later, until it is killed: `node worker.ts <database> <outside>`.
import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { labCrm } from './crm.ts'

// Who is killed does not write it at his end.
flushCompileCache()
writeSync(1, 'READY\n')
const [database = '', outside = ''] = process.argv.slice(2)
await labCrm(database, { outside }).work({ poll: 50, concurrency: 2 })
