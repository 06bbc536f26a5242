import type { Filled } from './fill.ts'
import type { Subject, SubjectName } from './subject.ts'
import type { Work } from './work.ts'

/** How a subject did a work: ratios are to `raw` in the same round. */
export interface Measured {
  readonly subject: SubjectName
  readonly medianMs: number
  readonly p99Ms: number
  readonly ratioToRaw: number
  /** The smallest and the greatest ratio of a round: how far to trust the one between. */
  readonly spread: readonly [number, number]
}

/** How many operations a subject does before it is the other's turn: few, so that both have the same neighbours. */
const slice = 50

/** Does a work by all subjects, in turns: so many operations a round. A first round is not counted. */
export async function measure(
  work: Work,
  operations: number,
  subjects: readonly Subject[],
  filled: Filled,
  rounds: number,
): Promise<readonly Measured[]> {
  const slices = Math.max(1, Math.round(operations / slice))
  const all = new Map<SubjectName, number[]>()
  const totals: Map<SubjectName, number>[] = []
  for (let round = 0; round <= rounds; round++) {
    const taken = new Map<SubjectName, number[]>(subjects.map(({ name }) => [name, []]))
    for (let turn = 0; turn < slices; turn++) {
      const from = (round * slices + turn) * slice
      for (const subject of turn % 2 === 0 ? subjects : subjects.toReversed())
        taken.get(subject.name)?.push(...(await once(work, subject, filled, from)))
    }
    if (round === 0) continue
    for (const [name, times] of taken) all.set(name, [...(all.get(name) ?? []), ...times])
    totals.push(new Map([...taken].map(([name, times]) => [name, times.reduce((sum, time) => sum + time)])))
  }
  return subjects.map(({ name }) => {
    const times = sort(all.get(name) ?? [])
    const ratios = sort(totals.map((total) => (total.get(name) ?? 0) / (total.get('raw') ?? 0)))
    return {
      subject: name,
      medianMs: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
      ratioToRaw: quantile(ratios, 0.5),
      spread: [quantile(ratios, 0), quantile(ratios, 1)],
    }
  })
}

async function once(work: Work, subject: Subject, filled: Filled, from: number): Promise<number[]> {
  const times = new Array<number>(slice)
  for (let i = 0; i < slice; i++) {
    const operation = work.operation(subject, filled, from + i)
    const start = performance.now()
    await operation()
    times[i] = performance.now() - start
  }
  return times
}

const sort = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b)

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
