import { deepEqual } from 'node:assert/strict'
import type { SubjectName } from '../subject.ts'
import { ascending, type Line, quantile } from './line.ts'
import type { Question } from './reading.ts'

type Measured = Pick<Line, 'part' | 'subject' | 'medianMs' | 'p99Ms' | 'ratioToRaw' | 'spread'>

const subjects = ['raw', 'guanxi'] as const

/**
 * Asks in both ways, in turns. The answers are compared before; a first round is not counted. A ratio is that of the two
 * medians of a round: a neighbour who takes the processor for a moment does not move it.
 */
export async function measure(question: Question, rounds: number): Promise<readonly Measured[]> {
  const { part, times } = question
  await question.before?.()
  for (let i = 0; i < Math.min(times, 20); i++)
    deepEqual(await question.guanxi(i), await question.raw(i), `${part}: guanxi and raw have different answers`)
  const all: Readonly<Record<SubjectName, number[]>> = { raw: [], guanxi: [] }
  const medians: Readonly<Record<SubjectName, number>>[] = []
  for (let round = 0; round <= rounds; round++) {
    const taken: Readonly<Record<SubjectName, number[]>> = { raw: [], guanxi: [] }
    for (let i = 0; i < times; i++) {
      // In turns, so that neither always comes second.
      for (const subject of (i + round) % 2 === 0 ? subjects : subjects.toReversed()) {
        const start = performance.now()
        await question[subject](i)
        taken[subject].push(performance.now() - start)
      }
    }
    if (round === 0) continue
    for (const subject of subjects) all[subject].push(...taken[subject])
    const median = (subject: SubjectName) => quantile(ascending(taken[subject]), 0.5)
    medians.push({ raw: median('raw'), guanxi: median('guanxi') })
  }
  return subjects.map((subject) => {
    const taken = ascending(all[subject])
    const ratios = ascending(medians.map((round) => round[subject] / round.raw))
    return {
      part,
      subject,
      medianMs: quantile(taken, 0.5),
      p99Ms: quantile(taken, 0.99),
      ratioToRaw: quantile(ratios, 0.5),
      spread: [quantile(ratios, 0), quantile(ratios, 1)],
    }
  })
}
