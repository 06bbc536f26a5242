import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { expect, inject, test } from 'vitest'
import { race } from '../jobs/race.ts'
import { createDatabase } from '../postgres.ts'

const share = { jobs: 150, processes: 3, kills: 2, zombies: 1, seed: 1 }
const exactlyOnce = { once: 150, never: 0, twice: 0, dead: 0, kills: 2, zombies: 1 }

test('R6: processes on one file are killed and fall asleep, and each job has its effect once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-'))
  const place = join(folder, 'crm.db')
  expect(await race({ ...share, kind: 'sqlite', place, storage: sqlite(place) })).toMatchObject(exactlyOnce)
  await rm(folder, { recursive: true })
})

test('R6: the same on one Postgres', async () => {
  const { url, drop } = await createDatabase(inject('postgresUrl'))
  expect(await race({ ...share, kind: 'postgres', place: url, storage: postgres(url) })).toMatchObject(exactlyOnce)
  await drop()
})
