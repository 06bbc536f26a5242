// Kills writers and workers at random, and looks whether anything was lost or done twice.
// `npm run crash-lab -- --seconds 60 --seed 7`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase, startPostgres } from '../../../scripts/postgres.ts'
import { type Report, runLab } from './lab.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    /** So many on each database, however few seconds it takes. */
    kills: { type: 'string' },
    /** The most milliseconds between two of them. */
    pause: { type: 'string' },
    seed: { type: 'string', default: '7' },
    storage: { type: 'string' },
  },
})
const numbers = { kills: values.kills, pause: values.pause }
const given = Object.fromEntries(Object.entries(numbers).flatMap(([k, v]) => (v === undefined ? [] : [[k, Number(v)]])))
const [seconds, seed] = [Number(values.seconds) / (values.storage === undefined ? 2 : 1), Number(values.seed)]

const reports: Report[] = []
if (values.storage !== 'postgres') reports.push(await inSqlite())
if (values.storage !== 'sqlite') reports.push(await inPostgres())
const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0)
const [lost, doubled] = [sum((report) => report.lost + report.half + report.ghosts), sum((report) => report.doubled)]
console.log(`lost ${lost}, doubled ${doubled}`)
process.exitCode = lost + doubled === 0 ? 0 : 1

async function inSqlite(): Promise<Report> {
  return inFolder((folder) => run('SQLite', join(folder, 'crm.db'), folder))
}

async function inPostgres(): Promise<Report> {
  const server = await startPostgres()
  try {
    const { url } = await createDatabase(server.url)
    return await inFolder((folder) => run('Postgres', url, folder))
  } finally {
    await server.stop()
  }
}

async function inFolder(work: (folder: string) => Promise<Report>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-crash-lab-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run(name: string, database: string, folder: string): Promise<Report> {
  const report = await runLab(database, { seconds, seed, outside: join(folder, 'outside.txt'), ...given })
  const { stops, acknowledged, found, retried, refused, told, again, half, ghosts } = report
  console.log(`${name}: ${report.kills} processes killed with SIGKILL and ${stops} held up, seed ${seed}`)
  console.log(`  acknowledged to the writers  ${acknowledged}`)
  console.log(`  found in the database        ${found}, ${found - acknowledged} of them not acknowledged yet`)
  console.log(`  tried again with their key   ${retried}; refused for the moment: ${refused}`)
  console.log(`  told to the outside          ${told}, ${again} of them again, under the same key`)
  console.log(`  there in part                ${half}`)
  console.log(`  there of work taken back     ${ghosts}`)
  console.log(`  lost ${report.lost}, doubled ${report.doubled}`)
  return report
}
