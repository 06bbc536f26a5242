// A process that does what is to be done later, until it is killed: `node worker.ts <database>`.
import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { labCrm } from './crm.ts'

// Who is killed does not write it at his end.
flushCompileCache()
writeSync(1, 'READY\n')
await labCrm(process.argv[2] ?? '').work({ poll: 50, concurrency: 2 })
