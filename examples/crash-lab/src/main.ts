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
    seed: { type: 'string', default: '7' },
    storage: { type: 'string' },
  },
})
const [seconds, seed] = [Number(values.seconds) / (values.storage === undefined ? 2 : 1), Number(values.seed)]

const reports: Report[] = []
if (values.storage !== 'postgres') reports.push(await inSqlite())
if (values.storage !== 'sqlite') reports.push(await inPostgres())
const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0)
const [lost, doubled] = [sum((report) => report.lost + report.half), sum((report) => report.doubled)]
console.log(`lost ${lost}, doubled ${doubled}`)
process.exitCode = lost + doubled === 0 ? 0 : 1

async function inSqlite(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-crash-lab-'))
  try {
    return tell('SQLite', await runLab(join(folder, 'crm.db'), { seconds, seed }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function inPostgres(): Promise<Report> {
  const server = await startPostgres()
  try {
    const { url } = await createDatabase(server.url)
    return tell('Postgres', await runLab(url, { seconds, seed }))
  } finally {
    await server.stop()
  }
}

function tell(name: string, report: Report): Report {
  const { kills, stops, acknowledged, found, retried, refused, half } = report
  console.log(`${name}: ${kills} processes killed with SIGKILL and ${stops} held up in ${seconds} s, seed ${seed}`)
  console.log(`  acknowledged to the writers  ${acknowledged}`)
  console.log(`  found in the database        ${found}, ${found - acknowledged} of them not acknowledged yet`)
  console.log(`  tried again with their key   ${retried}; refused for the moment: ${refused}`)
  console.log(`  there in part                ${half}`)
  console.log(`  lost ${report.lost}, doubled ${report.doubled}`)
  return report
}
