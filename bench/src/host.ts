// What a host feels while Guanxi works in its process: the delay of its event loop during a createMany of 100,000 rows, on a
// SQLite file and on a Postgres, each in a process of its own. `node --conditions=source bench/src/host.ts [rows]`
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createCrm, type StorageAdapter } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { createDatabase, startPostgres } from '../../scripts/postgres.ts'

const [first = '100000', where] = process.argv.slice(2)
const rows = Number(first)
if (where === undefined) await both()
else await work(where.startsWith('postgres:') ? postgres(where) : sqlite(where))

async function both(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-host-'))
  const server = await startPostgres({ durable: true })
  const database = await createDatabase(server.url)
  try {
    for (const [name, target] of [
      ['sqlite', join(folder, 'crm.db')],
      ['postgres', database.url],
    ] as const)
      console.log(`${name.padEnd(9)}${child(target)}`)
  } finally {
    await database.drop()
    await server.stop()
    rmSync(folder, { recursive: true })
  }
}

function child(target: string): string {
  const command = [...process.execArgv, import.meta.filename, first, target]
  return execFileSync(process.execPath, command, { encoding: 'utf8' }).trim()
}

async function work(storage: StorageAdapter): Promise<void> {
  const crm = createCrm({ storage })
  await crm.migrate()
  const me = crm.as({ user: 'u_1', roles: ['admin'] })
  const records = Array.from({ length: rows }, (_, n) => ({
    name: `Company ${n} 有限公司`,
    externalId: `e${n}`,
    city: '上海',
    phone: `+86138${String(n).padStart(8, '0')}`,
  }))
  const resolution = 2
  const delay = monitorEventLoopDelay({ resolution })
  const begun = performance.now()
  delay.enable()
  await me.companies.createMany(records)
  delay.disable()
  const ms = (nanoseconds: number) => `${Math.max(0, nanoseconds / 1e6 - resolution).toFixed(1)} ms`
  console.log(
    `${rows} rows in ${((performance.now() - begun) / 1000).toFixed(1)} s; delay of the event loop: ` +
      `median ${ms(delay.percentile(50))}, p99 ${ms(delay.percentile(99))}, most ${ms(delay.max)}`,
  )
  await crm.close()
}
