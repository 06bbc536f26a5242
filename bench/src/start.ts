import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { figuresOf, median } from './figures.ts'
import type { Options } from './options.ts'
import { progress } from './progress.ts'
import type { Line } from './report.ts'
import { type OurName, ourNames } from './subject.ts'

/** Of one start, in milliseconds. */
interface Started {
  /** To import and to open a database in memory. */
  readonly open: number
  readonly createCrm: number
}

/** Starts of a round, at scale 1. */
const perRound = 5

const programs: Readonly<Record<OurName, string>> = {
  raw: `
const begun = performance.now()
await import('zod')
const { default: Database } = await import('better-sqlite3')
new Database(':memory:').exec('select 1')
console.log(JSON.stringify({ open: performance.now() - begun, createCrm: 0 }))`,
  guanxi: `
const begun = performance.now()
const { createCrm } = await import('@guanxi/core')
const { sqlite } = await import('@guanxi/sqlite')
const storage = sqlite(':memory:')
const imported = performance.now()
createCrm({ storage })
const createCrmTook = performance.now() - imported
await (await storage.begin()).rollback()
console.log(JSON.stringify({ open: performance.now() - begun - createCrmTook, createCrm: createCrmTook }))`,
}

/** The start: importing the built core and sqlite beside importing zod and better-sqlite3, in turns, each in a process of its own. */
export async function start({ works, storages, rounds, scale }: Options): Promise<readonly Line[]> {
  if (!works.includes('start') || !storages.includes('sqlite')) return []
  if (!['core', 'sql', 'sqlite'].every(isBuilt)) {
    console.log('The start is that of the built packages, which are not there: left out. `pnpm run build` makes them.')
    return []
  }
  const times = Math.max(1, Math.round(perRound * scale))
  progress(`start: ${times} of each in ${rounds} rounds`)
  const all: Readonly<Record<OurName, Started[][]>> = { raw: [], guanxi: [] }
  for (let round = 0; round <= rounds; round++) {
    const taken: Readonly<Record<OurName, Started[]>> = { raw: [], guanxi: [] }
    for (let i = 0; i < times; i++)
      for (const subject of (i + round) % 2 === 0 ? ourNames : ourNames.toReversed())
        taken[subject].push(started(subject))
    if (round > 0) for (const subject of ourNames) all[subject].push(taken[subject])
  }
  const opened = (round: readonly Started[] | undefined = []) => round.map(({ open }) => open)
  console.log(`the first createCrm: ${median(all.guanxi.flat().map(({ createCrm }) => createCrm)).toFixed(1)} ms`)
  return ourNames.map((subject) => {
    const ratios = all[subject].map((round, i) => median(opened(round)) / median(opened(all.raw[i])))
    const title = 'import and open a database'
    return { work: 'start', title, storage: 'sqlite', ...figuresOf(subject, opened(all[subject].flat()), ratios) }
  })
}

const isBuilt = (name: string): boolean => existsSync(new URL(`../../packages/${name}/dist`, import.meta.url))

function started(subject: OurName): Started {
  // Without the conditions of this process: what is built is imported.
  const command = ['--input-type=module', '--eval', programs[subject]]
  return JSON.parse(execFileSync(process.execPath, command, { cwd: dirname(import.meta.dirname), encoding: 'utf8' }))
}
