import { deepEqual } from 'node:assert/strict'
import type { RunOptions } from '../reads/command.ts'
import { ascending, type Line, quantile } from '../reads/line.ts'
import type { StorageName, SubjectName } from '../subject.ts'
import type { Act, Assignment, Told } from './client-process.ts'
import { type Crew, crewOf } from './crew.ts'
import { type Twins, twins } from './ground.ts'

/** A line of the report of many clients: the ratio of times says that of throughput too, upside down. */
export interface ClientLine extends Line {
  /** Calls that were answered, all clients together. */
  readonly perSecond: number
  /** Its share of raw's throughput in the same round; the median of the rounds. */
  readonly throughputToRaw: number
  /** Its p99 to raw's, over all rounds. */
  readonly p99ToRaw: number
}

interface Load {
  readonly work: string
  readonly part: string
  readonly storage: StorageName
  /** Of each process, how many clients it has and what they do. */
  readonly processes: readonly { readonly clients: number; readonly acts: readonly Act[] }[]
}

const mixed: readonly Act[] = ['create', 'move', 'list']
const among = (processes: number, acts: readonly Act[], clients: number) =>
  Array.from({ length: processes }, (_, i) => ({ acts, clients: Math.floor((clients + i) / processes) }))

/** The loads. Readers of SQLite have processes of their own: it works where it is called. */
export const loads: readonly Load[] = [
  { work: 'clients', part: '50 from one process', storage: 'postgres', processes: among(1, mixed, 50) },
  { work: 'clients', part: '50 from four processes', storage: 'postgres', processes: among(4, mixed, 50) },
  {
    work: 'writer',
    part: 'a writer under two readers',
    storage: 'sqlite',
    processes: [{ clients: 1, acts: ['create', 'move'] }, ...among(2, ['list'], 2)],
  },
]

const subjects = ['raw', 'guanxi'] as const

/** Measures many clients at once: raw and guanxi in turns, each on a database of its own, for two seconds a round at scale 1. */
export async function clients({ only, storages, rounds, scale }: RunOptions): Promise<readonly ClientLine[]> {
  const lines: ClientLine[] = []
  for (const load of loads) {
    if (!storages.includes(load.storage) || !(only?.includes(load.work) ?? true)) continue
    const place = await twins[load.storage](Math.max(1000, Math.round(20_000 * scale)))
    try {
      lines.push(...(await measured(load, place, rounds, 2000 * scale)))
    } finally {
      await place.close()
    }
  }
  return lines
}

async function measured(load: Load, place: Twins, rounds: number, milliseconds: number): Promise<ClientLine[]> {
  const crews: Readonly<Record<SubjectName, Crew>> = {
    raw: await crewOf(assigned(load, place, 'raw')),
    guanxi: await crewOf(assigned(load, place, 'guanxi')),
  }
  try {
    deepEqual(await crews.guanxi.list(), await crews.raw.list(), 'guanxi and raw list different contacts')
    const before = { raw: await place.counts('raw'), guanxi: await place.counts('guanxi') }
    const told: Readonly<Record<SubjectName, Told[]>> = { raw: [], guanxi: [] }
    for (let round = 0; round <= rounds; round++)
      for (const subject of round % 2 === 0 ? subjects : subjects.toReversed())
        told[subject].push(await crews[subject].serve(milliseconds))
    for (const subject of subjects)
      deepEqual(
        await place.counts(subject),
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
function assigned({ storage, processes }: Load, { urls, filled }: Twins, subject: SubjectName): readonly Assignment[] {
  const all = processes.reduce((sum, one) => sum + one.clients, 0)
  let first = 0
  return processes.map(({ clients, acts }, i) => {
    const own = Array.from({ length: clients }, (_, n) => first + n)
    first += clients
    const deals = filled.mine.deals.filter((_, n) => n % processes.length === i)
    return { subject, storage, url: urls[subject], clients: own, all, acts, deals, next: filled.contacts }
  })
}

/** Each create makes a contact and an event, each move ends a stay and makes an event. */
function grown([contacts = 0, events = 0, moves = 0]: readonly number[], told: readonly Told[]): readonly number[] {
  const [created, moved] = (['create', 'move'] as const).map((act) =>
    told.reduce((sum, one) => sum + one[act].length, 0),
  )
  return [contacts + (created ?? 0), events + (created ?? 0) + (moved ?? 0), moves + (moved ?? 0)]
}

/** A line for each thing that was done. */
function linesOf(
  { work, part, storage, processes }: Load,
  told: Readonly<Record<SubjectName, readonly Told[]>>,
  milliseconds: number,
): ClientLine[] {
  const acts = [...new Set(processes.flatMap((one) => one.acts))]
  return acts.flatMap((act) => {
    const p99 = (subject: SubjectName) => quantile(ascending(told[subject].flatMap((one) => one[act])), 0.99)
    return subjects.map((subject) => {
      const shares = ascending(told[subject].map((one, i) => one[act].length / (told.raw[i]?.[act].length ?? 0)))
      const taken = ascending(told[subject].flatMap((one) => one[act]))
      return {
        work,
        part: `${part}: ${act}`,
        storage,
        subject,
        medianMs: quantile(taken, 0.5),
        p99Ms: quantile(taken, 0.99),
        ratioToRaw: 1 / quantile(shares, 0.5),
        spread: [1 / quantile(shares, 1), 1 / quantile(shares, 0)] as const,
        perSecond: Math.round((taken.length / told[subject].length / milliseconds) * 1000),
        throughputToRaw: quantile(shares, 0.5),
        p99ToRaw: p99(subject) / p99('raw'),
      }
    })
  })
}
