// Asks the SDK as random actors and compares what it tells with what they may see: `npm run leaks -- 2000`.
import { parseArgs } from 'node:util'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { leaks } from '@guanxi/testkit'
import { createDatabase, startPostgres } from './postgres.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { storage: { type: 'string', default: 'both' }, seed: { type: 'string' } },
})
const tuples = Number(positionals[0] ?? 2000)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const wanted = values.storage === 'both' ? ['sqlite', 'postgres'] : [values.storage]
const given = process.env.GUANXI_TEST_POSTGRES_URL
const server = wanted.includes('postgres') && !given ? await startPostgres() : undefined
const database = wanted.includes('postgres') ? await createDatabase(given ?? server?.url ?? '') : undefined

let [asked, pairs, telling] = [0, 0, 0]
try {
  for (const [index, name] of wanted.entries()) {
    // The storages share the tuples, each with worlds of its own.
    const share = Math.floor((tuples + index) / wanted.length)
    const storage = () => (name === 'sqlite' ? sqlite(':memory:') : postgres(database?.url ?? ''))
    const live = process.stderr.isTTY
    const onProgress = (done: number) => live && process.stderr.write(`\r${name}: ${done} of ${share} `)
    const report = await leaks({ storage, tuples: share, seed: seed + index * 1_000_000, onProgress })
    if (live) process.stderr.write('\r\x1b[K')
    asked += report.tuples
    pairs += report.pairs
    telling += report.telling
    const { leak } = report
    if (leak === undefined) continue
    console.log(`${name}: ${leak.kind} after ${report.tuples} tuples.`)
    console.log(`Again: npm run leaks -- 50 --storage ${name} --seed ${leak.seed}`)
    console.log(JSON.stringify(leak, null, 2))
    process.exitCode = 1
    break
  }
  if (process.exitCode === undefined) {
    console.log(`seed ${seed}; ${telling} answers told something; ${pairs} pairs of worlds that look the same`)
    console.log(`${asked} tuples, 0 leaks`)
  }
} finally {
  await database?.drop()
  await server?.stop()
}
