import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'
import { until } from './until.ts'

const folder = mkdtempSync(join(tmpdir(), 'guanxi-embed-'))
const database = await createDatabase(inject('postgresUrl'))
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.drop()
})

test.each([
  ['an SQLite file', {}],
  ['Postgres', { DATABASE_URL: database.url }],
])('`pnpm start` on %s: it listens, answers, and stops when told to', async (_, given) => {
  const main = join(import.meta.dirname, '../src/main.ts')
  const child = spawn(process.execPath, ['--conditions=source', main], {
    cwd: folder,
    env: { ...process.env, ...given, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [, token, url] = await until(child.stdout, /Bearer (\S+)\n.*(http:\S+)\n/s)
    const headers = { Authorization: `Bearer ${token}` }
    const created = await fetch(`${url}/companies`, { method: 'POST', headers, body: '{ "name": "Acme" }' })
    expect([created.status, await created.json()]).toEqual([201, expect.objectContaining({ name: 'Acme', version: 1 })])
    expect((await fetch(`${url}/companies`, { method: 'POST', headers, body: '{' })).status).toBe(400)
  } finally {
    child.kill('SIGTERM')
  }
  expect(await once(child, 'close')).toEqual([0, null])
})
