// Asks the storages random queries and compares their answers with the evaluator's: `npm run fuzz -- 50000`.
import { parseArgs } from 'node:util'
import type { StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { fuzz, migrateSample, sampleSchema } from '@guanxi/testkit'
import { createDatabase, startPostgres } from './postgres.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { storage: { type: 'string', default: 'both' }, seed: { type: 'string' } },
})
const queries = Number(positionals[0] ?? 2000)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const schema = sampleSchema()
const given = process.env.GUANXI_TEST_POSTGRES_URL
const wanted = values.storage === 'both' ? ['sqlite', 'postgres'] : [values.storage]

const server = wanted.includes('postgres') && !given ? await startPostgres() : undefined
const database = wanted.includes('postgres') ? await createDatabase(given ?? server?.url ?? '') : undefined
const storages: StorageAdapter[] = []
try {
  for (const name of wanted) {
    const storage = name === 'sqlite' ? sqlite(':memory:') : postgres(database?.url ?? '')
    storages.push(storage)
    storage.open(schema, { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) })
    await migrateSample(storage, schema)
  }
  const live = process.stderr.isTTY
  const onProgress = (done: number) => live && process.stderr.write(`\r${done} of ${queries} `)
  const { difference, least, queries: asked } = await fuzz({ storages, schema, queries, seed, onProgress })
  if (live) process.stderr.write('\r\x1b[K')
  if (difference === undefined) {
    console.log(`seed ${seed}; every operator x kind x null x hop at least ${least} times`)
    console.log(`${asked} queries, 0 differences`)
  } else {
    console.log(
      `After ${asked} queries ${difference.storage} differs. Again: npm run fuzz -- 100 --seed ${difference.seed}`,
    )
    console.log(JSON.stringify(difference.query, null, 2))
    console.log(`expected\n${difference.expected}\nactual\n${difference.actual}`)
    process.exitCode = 1
  }
} finally {
  for (const storage of storages) await storage.close()
  await database?.drop()
  await server?.stop()
}
