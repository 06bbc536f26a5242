import { setTimeout as sleep } from 'node:timers/promises'
import { labCrm } from './crm.ts'
import { judge, type Verdict } from './judge.ts'
import { look } from './look.ts'
import { type Child, start } from './process.ts'
import { randomOf } from './random.ts'
import { hear, next, type Said, silent } from './writers.ts'

/** How the lab is run. */
export interface LabOptions {
  readonly seconds: number
  /** It ends before its time when so many have been killed. */
  readonly kills?: number
  /** The most milliseconds between two of them; 60 unless told, so that hardly anybody comes to work. */
  readonly pause?: number
  /** The file that is the outside. */
  readonly outside: string
  readonly seed: number
  readonly writers?: number
  readonly workers?: number
}

/** What happened. */
export interface Report extends Verdict {
  readonly kills: number
  /** Processes that were held up. */
  readonly stops: number
  readonly retried: number
  readonly refused: number
}

/** Lets writers and workers work on a database, kills them at random, and looks at what is there. */
export async function runLab(database: string, options: LabOptions): Promise<Report> {
  const { seconds, seed, outside, pause = 60, writers = 3, workers = 2 } = options
  const crm = labCrm(database)
  await crm.migrate()
  await crm.close()
  const random = randomOf(seed)
  const said = Array.from({ length: writers }, (_, i) => silent(`writer-${i}`))
  const places = [
    ...said.map((own) => () => start('writer.ts', [database, own.name, String(next(own))], (line) => hear(own, line))),
    ...Array.from({ length: workers }, () => () => start('worker.ts', [database, outside], () => undefined)),
  ]
  const children = places.map((begin) => begin())
  while (!children.every(({ ready }) => ready)) await sleep(10)
  const end = performance.now() + seconds * 1000
  let [kills, stops] = [0, 0]
  while (performance.now() < end && kills < (options.kills ?? Number.POSITIVE_INFINITY)) {
    await sleep(random() * pause)
    const at = Math.floor(random() * children.length)
    const child = children[at]
    const begin = places[at]
    if (child?.ready !== true || begin === undefined) continue
    await talk(child, Math.floor(random() * most), at < writers ? patience : 0)
    if (random() < 0.1) {
      // Somebody who is held up for a while, and comes back.
      stops++
      child.process.kill('SIGSTOP')
      await sleep(random() * 300)
      child.process.kill('SIGCONT')
    } else {
      kills++
      await killed(child)
      children[at] = begin()
    }
  }
  // However slow the machine is, there is something to judge.
  while (!said.some((own) => own.acknowledged.size > 0)) await sleep(10)
  await Promise.all(children.map(killed))
  await finish(database, outside)
  return { ...(await judge(database, outside, said)), kills, stops, ...sums(said) }
}

/** So many more lines of a writer may be waited for, and for so many milliseconds: on a slow machine, too, there is something to lose. */
const [most, patience] = [6, 2000]

/** Waits until a child has said some more lines. */
async function talk(child: Child, lines: number, patience: number): Promise<void> {
  const [enough, end] = [child.lines + lines, performance.now() + patience]
  while (child.lines < enough && performance.now() < end) await sleep(2)
}

async function killed(child: Child | undefined): Promise<void> {
  child?.process.kill('SIGKILL')
  await child?.gone
}

/** Does what is left to do, as a worker would that comes later: the leases of the dead are over by then. */
async function finish(database: string, outside: string): Promise<void> {
  let late = 0
  const crm = labCrm(database, { outside, clock: { now: () => Date.now() + late } })
  for (; (await left(database)) > 0 && late < day; late += minute) await crm.tick()
  await crm.close()
}

const [minute, day] = [60_000, 86_400_000]

/** How many jobs of the lab wait or are at work. */
async function left(database: string): Promise<number> {
  const { rows, close } = await look(database)
  const [row] = await rows(`select count(*) as n from crm_background_jobs where owner = 'lab' and state <> 'dead'`)
  await close()
  return Number(row?.n)
}

const sums = (said: readonly Said[]) => ({
  retried: said.reduce((sum, own) => sum + own.retried, 0),
  refused: said.reduce((sum, own) => sum + own.refused, 0),
})
