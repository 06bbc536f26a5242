// Lets each write go wrong before and after each statement, in each way that the database knows: `npm run faults`.
import { parseArgs } from 'node:util'
import { createCrm, definePipeline } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { coreFixtures, faults, faultsOnPostgres, faultsOnSqlite, migratedBytes, spellViolation } from '@guanxi/testkit'
import pg from 'pg'
import { createDatabase, startPostgres } from './postgres.ts'

const { values } = parseArgs({
  options: {
    storage: { type: 'string', default: 'both' },
    /** `deals.move`, or `deals.` for all of deals. */
    only: { type: 'string' },
    /** `slow`: that kind of fault alone. */
    kind: { type: 'string' },
    /** So many points of each operation: all, unless told. */
    points: { type: 'string' },
    /** `1/2`: of every two operations the first, for two processes that share the work. */
    share: { type: 'string', default: '1/1' },
    seed: { type: 'string', default: '1' },
  },
})
const wanted = values.storage === 'both' ? ['sqlite', 'postgres'] : [values.storage]
const given = process.env.GUANXI_TEST_POSTGRES_URL
const server = wanted.includes('postgres') && !given ? await startPostgres() : undefined
const place = wanted.includes('postgres') ? await createDatabase(given ?? server?.url ?? '') : undefined

// Tenants may have pipelines of their own: those operations are tried, too.
const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: { qualified: {}, proposal: {}, negotiation: {}, won: { type: 'won' }, lost: { type: 'lost' } },
})

const [part = 1, parts = 1] = values.share.split('/').map(Number)
let asked = 0

let [points, violations] = [0, 0]
try {
  for (const name of wanted) {
    const database = name === 'sqlite' ? faultsOnSqlite(await migratedBytes()) : await onServer()
    const live = process.stderr.isTTY
    let tried = ''
    const report = await faults({
      database,
      crm: (instance) => createCrm({ ...instance, tenancy: 'multi', pipelines: { deal } }),
      fixtures: coreFixtures,
      seed: Number(values.seed),
      ...(values.kind === undefined ? {} : { kinds: [values.kind] }),
      ...(values.points === undefined ? {} : { points: Number(values.points) }),
      only: (operation) => isWanted(operation) && asked++ % parts === part - 1,
      onProgress(done, operation) {
        if (live) process.stderr.write(`\r\x1b[K${name}: ${points + done} points, ${operation} `)
        else if (operation !== tried) process.stderr.write(`${name}: ${operation}\n`)
        tried = operation
      },
    })
    if (live) process.stderr.write('\r\x1b[K')
    await database.close()
    const kinds = [...report.kinds].map(([kind, times]) => `${kind} ${times}`).join(', ')
    console.log(`${name}: ${report.operations} operations, ${report.points} points: ${kinds}`)
    for (const violation of report.violations) console.log(spellViolation(violation))
    points += report.points
    violations += report.violations.length
  }
  console.log(`${points} points, ${violations} violations`)
  if (violations > 0 || points === 0) process.exitCode = 1
} finally {
  await place?.drop()
  await server?.stop()
}

function isWanted(operation: string): boolean {
  const { only } = values
  return only === undefined || operation === only || (only.endsWith('.') && operation.startsWith(only))
}

async function onServer() {
  const url = place?.url ?? ''
  const crm = createCrm({ storage: postgres(url) })
  await crm.migrate()
  await crm.close()
  // A new process need not wait for new connections: those of the dead are cut, the others are as good as new.
  const pool = new pg.Pool({ connectionString: url, pipeline: true, max: 20 } as pg.PoolConfig)
  pool.on('error', () => undefined)
  const database = faultsOnPostgres((through) => postgres(pool, { through }))
  return { ...database, close: () => database.close().then(() => pool.end()) }
}
