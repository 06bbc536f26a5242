import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'
import { judge } from '../src/judge.ts'
import { runLab } from '../src/lab.ts'
import { silent } from '../src/writers.ts'

const folder = mkdtempSync(join(tmpdir(), 'guanxi-crash-lab-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
/** Of each database: 60 in all. `npm run crash-lab -- --seconds 3600 --kills 500` kills more. */
const kills = 30
const nothing = { lost: 0, doubled: 0, half: 0, ghosts: 0 }
const outside = (name: string) => join(folder, `${name}.txt`)

describe('R1, R5: processes that are killed at random lose nothing and double nothing', () => {
  test('on SQLite', { timeout: 120_000 }, async () => {
    const report = await runLab(join(folder, 'crm.db'), { seconds: 100, kills, seed: 7, outside: outside('sqlite') })
    expect(report).toMatchObject(nothing)
    expect(report.acknowledged).toBeGreaterThan(0)
    expect(report.kills).toBe(kills)
    expect(report.told).toBeGreaterThan(0)
  })

  test('on Postgres', { timeout: 120_000 }, async () => {
    const { url, drop } = await createDatabase(inject('postgresUrl'))
    const report = await runLab(url, { seconds: 100, kills, seed: 8, outside: outside('postgres') })
    await drop()
    expect(report).toMatchObject(nothing)
    expect(report.acknowledged).toBeGreaterThan(0)
    expect(report.kills).toBe(kills)
    expect(report.told).toBeGreaterThan(0)
  })
})

test('the judge sees what is lost, doubled and there in part, told twice or never true', async () => {
  const path = join(folder, 'judged.db')
  const report = await runLab(path, { seconds: 0, seed: 9, writers: 1, workers: 1, outside: outside('judged') })
  expect(report).toMatchObject(nothing)
  const file = new Database(path)
  const deals = file.prepare<[], { id: string; title: string }>('select id, title from crm_deals').all()
  const said = silent('writer-0')
  for (const { id, title } of deals) said.acknowledged.set(Number(title.split(' ')[1]), id)
  said.acknowledged.set(1_000_000, 'never written')
  const [first] = deals
  const columns = file.prepare<[], { name: string }>("select name from pragma_table_info('crm_tasks')").all()
  const names = columns.map(({ name }) => `"${name}"`).filter((name) => name !== '"rid"')
  const copied = names.map((name) => (name === '"id"' ? "'copy'" : name)).join()
  file
    .prepare(`insert into crm_tasks (${names.join()}) select ${copied} from crm_tasks where deal_id = ? limit 1`)
    .run(first?.id)
  file.prepare('delete from crm_audit where record_id = ?').run(first?.id)
  const line = (recordId: string | undefined, key: string) => `${JSON.stringify({ recordId, key, data: {} })}\n`
  appendFileSync(outside('judged'), line(first?.id, 'another') + line('nobody', 'key'))
  file
    .prepare("update crm_companies set name = 'x taken back' where id = (select company_id from crm_deals limit 1)")
    .run()
  file.close()
  expect(await judge(path, outside('judged'), [said])).toMatchObject({ lost: 1, doubled: 2, half: 1, ghosts: 2 })
})
