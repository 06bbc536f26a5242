import { CrmError, invalid } from '@guanxi/core'
import type { Course } from './course.ts'
import type { Question } from './question.ts'

/** What a record comes to. Of a past instant only its stays tell: what it came to when it entered its stage. */
export function amountOf({ record, last }: Course, { past }: Pick<Question, 'past'>): number | null {
  if (past) return last.amount
  return typeof record.amount === 'number' ? record.amount : null
}

/** Amounts of one currency, or `MIXED_CURRENCY`. Throws `INVALID` at `entity` for records that come to nothing. */
export function amountsOf(question: Question): (course: Course) => number | null {
  const { entity } = question
  if (!entity.fields.has('amount')) throw invalid('entity', `has no amounts: a ${entity.name} comes to nothing`)
  let one: string | undefined
  return (course) => {
    const amount = amountOf(course, question)
    const { currency } = course.record
    if (amount === null || typeof currency !== 'string') return amount
    one ??= currency
    if (one === currency) return amount
    throw new CrmError('MIXED_CURRENCY', {
      details: { currencies: [one, currency].sort() },
      hint: `Name one: { currency: '${one}' }.`,
    })
  }
}

/** What was won, as far as anybody knows what it came to. */
export interface Won {
  won: number
  wonAmount: number
  /** How many of them nobody knows the amount of. */
  unknown: number
}

/** Null where something was won, and nobody knows of any of it what it came to. */
export const wonAmountOf = ({ won, wonAmount, unknown }: Won): number | null =>
  won > 0 && unknown === won ? null : wonAmount
