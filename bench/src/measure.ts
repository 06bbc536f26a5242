import { figuresOf, type Measured, mean } from './figures.ts'
import type { Runner } from './process.ts'
import { type StorageName, type SubjectName, slow } from './subject.ts'
import { type ComparedWork, works } from './works/index.ts'

/** What a slow subject does of the operations of a round, and in how many rounds. */
const [slowPart, slowRounds] = [1 / 20, 3]

/** Does a work by all subjects, in turns: so many operations a round. A first round is not counted. */
export async function measure(
  work: ComparedWork,
  storage: StorageName,
  scale: number,
  runners: readonly Runner[],
  rounds: number,
): Promise<readonly Measured[]> {
  const { operations, slice } = works[work]
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
        const times = await runner.run(work, from, slice)
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
  return runners.map(({ name }) => {
    const own = taken.get(name) ?? []
    const ratios = own.map((round, i) => mean(round) / mean(raw[i] ?? []))
    return figuresOf(name, own.flat(), ratios)
  })
}

const turned = <T>(list: readonly T[], by: number): readonly T[] => {
  const at = by % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}
