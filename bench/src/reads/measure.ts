import { deepEqual } from 'node:assert/strict'
import { figuresOf, type Measured, median } from '../figures.ts'
import { ourNames } from '../subject.ts'
import type { Question } from './reading.ts'

/**
 * Asks in each way, in turns. The answers are compared before; a first round is not counted. A ratio is that of the two
 * medians of a round: a neighbour who takes the processor for a moment does not move it.
 */
export async function measure(question: Question, rounds: number): Promise<readonly Measured[]> {
  const { part, times, duckdb } = question
  await question.before?.()
  for (let i = 0; i < Math.min(times, 20); i++) {
    // Ours first: one of the questions writes.
    await question.happens?.()
    const ours = await question.guanxi(i)
    const answer = await question.raw(i)
    deepEqual(ours, answer, `${part}: guanxi and raw have different answers`)
    if (duckdb !== undefined) deepEqual(await duckdb(i), answer, `${part}: DuckDB and raw have different answers`)
  }
  const ways = [
    ...ourNames.map((subject) => ({ subject, ask: (i: number) => question[subject](i) })),
    ...(duckdb === undefined ? [] : [{ subject: 'duckdb', ask: duckdb }]),
  ].map((way) => ({ ...way, rounds: [] as number[][] }))
  for (let round = 0; round <= rounds; round++) {
    for (const way of ways) way.rounds.push([])
    for (let i = 0; i < times; i++) {
      // In turns, so that none always comes second.
      for (const way of (i + round) % 2 === 0 ? ways : ways.toReversed()) {
        if (way.subject === 'guanxi') await question.happens?.()
        const start = performance.now()
        await way.ask(i)
        way.rounds.at(-1)?.push(performance.now() - start)
      }
    }
  }
  const counted = ways.map((way) => ({ subject: way.subject, times: way.rounds.slice(1) }))
  const [raw] = counted
  return counted.map(({ subject, times }) => {
    const ratios = times.map((round, i) => median(round) / median(raw?.times[i] ?? []))
    return figuresOf(subject, times.flat(), ratios)
  })
}
