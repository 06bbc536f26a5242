import type { Inside } from '../inside.ts'
import { amountsOf } from '../pipeline/amounts.ts'
import { closedIn } from '../pipeline/closed.ts'
import { coursesOf, isWon } from '../pipeline/course.ts'
import { questionOf } from '../pipeline/question.ts'
import type { Asked, Of } from './tally.ts'

/** Deals that were closed in the period, as it was known then: one that was opened again since is not, in the records. */
export async function dealsThen(
  inside: Inside,
  { window, currency, known: { asOf } }: Asked,
  of: Of,
): Promise<string | undefined> {
  if (window.from >= window.to) return undefined
  const pipelines = [...(inside.pipelines.get('deal')?.keys() ?? [])]
  const questions = pipelines.map((pipeline) => questionOf(inside, { pipeline, asOf }))
  const amounts = questions[0] && amountsOf(questions[0])
  let paid: string | undefined
  for (const question of questions) {
    const closed = closedIn(inside, question, window)
    for await (const page of coursesOf(inside, question, closed.candidates, {})) {
      for (const course of page.filter(closed.has)) {
        const { ownerId, currency: own } = course.record
        const tally = of(typeof ownerId === 'string' ? ownerId : null)
        if (!isWon(course)) {
          tally.lost++
          continue
        }
        tally.deals++
        const amount = currency === undefined || own === currency ? (amounts?.(course) ?? null) : null
        if (amount === null) continue
        tally.won += amount
        tally.priced++
        if (typeof own === 'string') paid = own
      }
    }
  }
  return paid
}
