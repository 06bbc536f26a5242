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

/** Does a work by all subjects, in rounds that take turns in who begins; a first round is not counted. */
export async function measure(
  work: Work,
  subjects: readonly Subject[],
  filled: Filled,
  { rounds, scale }: { readonly rounds: number; readonly scale: number },
): Promise<readonly Measured[]> {
  const count = Math.max(1, Math.round(work.operations * scale))
  const times = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]))
  const totals: Map<SubjectName, number>[] = []
  for (let round = 0; round <= rounds; round++) {
    const total = new Map<SubjectName, number>()
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      const taken = await once(work, subject, filled, round * count, count)
      total.set(
        subject.name,
        taken.reduce((sum, time) => sum + time, 0),
      )
      if (round > 0) times.get(subject)?.push(...taken)
    }
    if (round > 0) totals.push(total)
  }
  return subjects.map((subject) => {
    const sorted = sort(times.get(subject) ?? [])
    const ratios = sort(totals.map((total) => (total.get(subject.name) ?? 0) / (total.get('raw') ?? 0)))
    return {
      subject: subject.name,
      medianMs: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      ratioToRaw: quantile(ratios, 0.5),
      spread: [quantile(ratios, 0), quantile(ratios, 1)],
    }
  })
}

async function once(work: Work, subject: Subject, filled: Filled, from: number, count: number): Promise<number[]> {
  const times = new Array<number>(count)
  for (let i = 0; i < count; i++) {
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
