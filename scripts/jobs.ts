// Processes race for jobs, some are killed, some sleep past their leases; each job must have its effect once:
// `node --conditions=source scripts/jobs.ts 10000 --processes 10 --kills 50 --zombies 20`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { type Race, race } from './jobs/race.ts'
import { createDatabase, startPostgres } from './postgres.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    storage: { type: 'string', default: 'both' },
    processes: { type: 'string', default: '10' },
    kills: { type: 'string', default: '50' },
    zombies: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
})
const figures = {
  jobs: Number(positionals[0] ?? 10_000),
  processes: Number(values.processes),
  kills: Number(values.kills),
  zombies: Number(values.zombies),
  seed: Number(values.seed),
}

async function run(on: Pick<Race, 'kind' | 'place' | 'storage'>): Promise<void> {
  const outcome = await race({ ...figures, ...on })
  console.log(on.kind, JSON.stringify(outcome))
  if (outcome.once !== figures.jobs || outcome.dead > 0) process.exitCode = 1
}

if (values.storage !== 'postgres') {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-jobs-'))
  const place = join(folder, 'crm.db')
  await run({ kind: 'sqlite', place, storage: sqlite(place) })
  rmSync(folder, { recursive: true, force: true })
}
if (values.storage !== 'sqlite') {
  const given = process.env.GUANXI_TEST_POSTGRES_URL
  const server = given ? undefined : await startPostgres()
  const database = await createDatabase(given ?? server?.url ?? '')
  await run({ kind: 'postgres', place: database.url, storage: postgres(database.url) })
  await database.drop()
  await server?.stop()
}
