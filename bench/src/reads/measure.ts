import { deepEqual } from 'node:assert/strict'
import { figuresOf, type Measured, median } from '../figures.ts'
import { type OurName, ourNames } from '../subject.ts'
import type { Question } from './reading.ts'

/**
 * Asks in both ways, in turns. The answers are compared before; a first round is not counted. A ratio is that of the two
 * medians of a round: a neighbour who takes the processor for a moment does not move it.
 */
export async function measure(question: Question, rounds: number): Promise<readonly Measured[]> {
  const { part, times } = question
  await question.before?.()
  for (let i = 0; i < Math.min(times, 20); i++)
    deepEqual(await question.guanxi(i), await question.raw(i), `${part}: guanxi and raw have different answers`)
  const all: Readonly<Record<OurName, number[][]>> = { raw: [], guanxi: [] }
  for (let round = 0; round <= rounds; round++) {
    const taken: Readonly<Record<OurName, number[]>> = { raw: [], guanxi: [] }
    for (let i = 0; i < times; i++) {
      // In turns, so that neither always comes second.
      for (const subject of (i + round) % 2 === 0 ? ourNames : ourNames.toReversed()) {
        const start = performance.now()
        await question[subject](i)
        taken[subject].push(performance.now() - start)
      }
    }
    if (round > 0) for (const subject of ourNames) all[subject].push(taken[subject])
  }
  return ourNames.map((subject) => {
    const ratios = all[subject].map((round, i) => median(round) / median(all.raw[i] ?? []))
    return figuresOf(subject, all[subject].flat(), ratios)
  })
}
