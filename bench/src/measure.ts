import type { Runner } from './process.ts'
import { type StorageName, type SubjectName, slow } from './subject.ts'
import { type ComparedWork, works } from './works/index.ts'

/** How a subject did a work: ratios are to `raw` in the same round. */
export interface Measured {
  readonly subject: string
  readonly medianMs: number
  readonly p99Ms: number
  readonly ratioToRaw: number
  /** The smallest and the greatest ratio of a round: how far to trust the one between. */
  readonly spread: readonly [number, number]
}

/** What a slow subject does of the operations of a round, and in how many rounds. */
const [slowPart, slowRounds] = [1 / 20, 3]

/** Does a work by all subjects, in turns: so many operations a round. A first round is not counted. */
export async function measure(
  name: ComparedWork,
  storage: StorageName,
  scale: number,
  runners: readonly Runner[],
  rounds: number,
): Promise<readonly Measured[]> {
  const { operations, slice } = works[name]
  const slices = Math.max(1, Math.round((operations[storage] * scale) / slice))
  const slicesOf = (runner: Runner) => (slow.has(runner.name) ? Math.max(1, Math.round(slices * slowPart)) : slices)
  const roundsOf = (runner: Runner) => (slow.has(runner.name) ? Math.min(slowRounds, rounds) : rounds)
  const done = new Map<SubjectName, number>()
  const taken = new Map<SubjectName, number[][]>(runners.map((runner) => [runner.name, []]))
  for (let round = 0; round <= rounds; round++) {
    const present = runners.filter((runner) => round <= roundsOf(runner))
    for (const runner of present) if (round > 0) taken.get(runner.name)?.push([])
    for (let turn = 0; turn < slices; turn++) {
      // Nobody always comes after the same neighbour.
      const turns = turned(present, round + (turn >> 1))
      for (const runner of turn % 2 === 0 ? turns : turns.toReversed()) {
        if (turn >= slicesOf(runner)) continue
        const from = done.get(runner.name) ?? 0
        const times = await runner.run(name, from, slice)
        done.set(runner.name, from + slice)
        if (round > 0)
          taken
            .get(runner.name)
            ?.at(-1)
            ?.push(...times)
      }
    }
  }
  const raw = taken.get('raw') ?? []
  return runners.map((runner) => measured(runner.name, taken.get(runner.name) ?? [], raw))
}

/** The figures of a subject from the times of its rounds. */
export function measured(
  subject: string,
  rounds: readonly (readonly number[])[],
  raw: readonly (readonly number[])[],
): Measured {
  const times = sort(rounds.flat())
  const ratios = sort(rounds.map((round, i) => mean(round) / mean(raw[i] ?? [])))
  return {
    subject,
    medianMs: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    ratioToRaw: quantile(ratios, 0.5),
    spread: [quantile(ratios, 0), quantile(ratios, 1)],
  }
}

const turned = <T>(list: readonly T[], by: number): readonly T[] => {
  const at = by % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

const sort = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b)

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
