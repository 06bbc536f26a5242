import { deepEqual } from 'node:assert/strict'
import type { Bed } from '../beds/bed.ts'
import { beds } from '../beds/index.ts'
import { writingStock } from '../beds/writing.ts'
import { figuresOf, quantile } from '../figures.ts'
import type { Options } from '../options.ts'
import { progress } from '../progress.ts'
import type { Line } from '../report.ts'
import { type OurName, ourNames } from '../subject.ts'
import type { Assignment, Told } from './client-process.ts'
import { type Crew, crewOf } from './crew.ts'
import { type Load, loads } from './loads.ts'

/** Measures many clients at once: raw and guanxi in turns, each on a database of its own, for two seconds a round at scale 1. */
export async function clients({ works, storages, rounds, scale }: Options): Promise<readonly Line[]> {
  if (!works.includes('clients')) return []
  const lines: Line[] = []
  for (const load of loads.filter(({ storage }) => storages.includes(storage))) {
    progress(`clients ${load.storage}: filling`)
    const bed = await beds[load.storage](writingStock(Math.max(1000, Math.round(20_000 * scale)), 0))
    try {
      progress(`clients ${load.storage}: ${load.part}`)
      lines.push(...(await measured(load, bed, rounds, Math.max(200, 2000 * scale))))
    } finally {
      await bed.close()
    }
  }
  return lines
}

async function measured(load: Load, bed: Bed, rounds: number, milliseconds: number): Promise<readonly Line[]> {
  const crews: Readonly<Record<OurName, Crew>> = {
    raw: await crewOf(await assigned(load, bed, 'raw')),
    guanxi: await crewOf(await assigned(load, bed, 'guanxi')),
  }
  try {
    deepEqual(await crews.guanxi.list(), await crews.raw.list(), 'guanxi and raw list different contacts')
    const before = { raw: await counts(bed, 'raw'), guanxi: await counts(bed, 'guanxi') }
    const told: Readonly<Record<OurName, Told[]>> = { raw: [], guanxi: [] }
    for (let round = 0; round <= rounds; round++)
      for (const subject of round % 2 === 0 ? ourNames : ourNames.toReversed())
        told[subject].push(await crews[subject].serve(milliseconds))
    for (const subject of ourNames)
      deepEqual(
        await counts(bed, subject),
        grown(before[subject], told[subject]),
        `${subject} did not write what it said`,
      )
    // The first round warms up.
    return linesOf(load, { raw: told.raw.slice(1), guanxi: told.guanxi.slice(1) }, milliseconds)
  } finally {
    for (const crew of Object.values(crews)) await crew.end()
  }
}

/** What each process does; the deals of one are no other's. */
async function assigned({ storage, processes }: Load, bed: Bed, subject: OurName): Promise<readonly Assignment[]> {
  const target = await bed.target(subject)
  const { contacts: next, mine } = bed.given
  const all = processes.reduce((sum, one) => sum + one.clients, 0)
  let first = 0
  return processes.map(({ clients, acts }, i) => {
    const own = Array.from({ length: clients }, (_, n) => first + n)
    first += clients
    const deals = mine.deals.filter((_, n) => n % processes.length === i)
    return { subject, storage, target, clients: own, all, acts, deals, next }
  })
}

/** How many contacts, events and stays in a stage there are. */
async function counts(bed: Bed, subject: OurName): Promise<readonly number[]> {
  const numbers: number[] = []
  for (const table of ['contacts', 'outbox', 'stage_stays']) numbers.push((await bed.rows(subject, table)).length)
  return numbers
}

/** Each create makes a contact and an event, each move an event and a stay. */
function grown([contacts = 0, events = 0, stays = 0]: readonly number[], told: readonly Told[]): readonly number[] {
  const sum = (act: 'create' | 'move') => told.reduce((all, one) => all + one[act].length, 0)
  const [created, moved] = [sum('create'), sum('move')]
  return [contacts + created, events + created + moved, stays + moved]
}

/** A line for each thing that was done. The time of a round is the same for both: its ratio is that of calls answered. */
function linesOf(
  { part, storage, processes }: Load,
  told: Readonly<Record<OurName, readonly Told[]>>,
  milliseconds: number,
): readonly Line[] {
  const acts = [...new Set(processes.flatMap((one) => one.acts))]
  return acts.flatMap((act) => {
    const taken = (subject: OurName) => told[subject].flatMap((one) => one[act])
    const rawP99 = quantile(taken('raw'), 0.99)
    return ourNames.map((subject) => {
      const times = taken(subject)
      const ratios = told[subject].map((one, i) => (told.raw[i]?.[act].length ?? 0) / one[act].length)
      const figures = figuresOf(subject, times, ratios)
      return {
        work: 'clients' as const,
        title: 'many clients',
        part: `${part}, ${act}`,
        storage,
        ...figures,
        perSecond: Math.round((times.length / told[subject].length / milliseconds) * 1000),
        throughputToRaw: 1 / figures.ratioToRaw,
        p99ToRaw: figures.p99Ms / rawP99,
      }
    })
  })
}
