import type * as z from 'zod'
import type { explained } from './explained/explained.ts'
import type { RateFigure } from './explained/figure.ts'
import type { customerShape } from './lifetime/shape.ts'
import type { operations } from './operations.ts'

type Operations = (typeof operations)['analytics']
type Types<N extends keyof Operations> = NonNullable<Operations[N]['~op']>

/**
 * The name of an operation of `me.analytics`.
 *
 * @example
 * const tiles: readonly OperationName[] = ['retention', 'repurchase', 'winRate']
 */
export type OperationName = keyof Operations

/**
 * What an operation of `me.analytics` is asked: {@link AnswerOf} is what it answers.
 *
 * @example
 * const lastYear: QuestionOf<'retention'> = { from: '2024-01-01', to: '2025-01-01', until: '2026-01-01' }
 */
export type QuestionOf<N extends OperationName> = Types<N>['in']

/**
 * What an operation of `me.analytics` answers: `{ data, meta }`, but for `settleCommissions`.
 *
 * @example
 * const share = ({ data, meta }: AnswerOf<'retention'>) => `${data.num} of ${data.den} (${meta.definition})`
 * const first = ({ data }: AnswerOf<'churnRisk'>) => data.customers[0]?.customer.id
 */
export type AnswerOf<N extends OperationName> = Types<N>['out']

/**
 * What every answer says of itself: its definition, as of when, how many records were counted, how many were left out and why,
 * warnings, and the records behind it.
 *
 * @example
 * const below = ({ definition, asOf, rows }: Meta) => `${definition}, ${rows} records, as of ${asOf}`
 */
export type Meta = z.infer<ReturnType<typeof explained<z.ZodNull>>>['meta']

/**
 * A share with what is needed to believe it: so many of so many, and Wilson's interval. `value` and `interval` are null of nothing.
 *
 * @example
 * const spell = ({ num, den, value }: Rate) => (value === null ? 'of nobody' : `${num} of ${den}, ${Math.round(value * 100)} %`)
 */
export type Rate = RateFigure

/**
 * A customer in an answer: a company, or a contact who bought without one.
 *
 * @example
 * const listed = (customers: readonly Customer[]) => customers.filter(({ kind }) => kind === 'company').map(({ id }) => id)
 */
export type Customer = z.infer<ReturnType<typeof customerShape>>
