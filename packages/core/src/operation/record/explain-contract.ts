import * as z from 'zod'
import type { EntityIR } from '../../schema/index.ts'
import { type Operation, query } from '../contract.ts'

/** The contract of `explain`. */
export function explainContract({ plural }: EntityIR): Operation {
  return query({
    target: 'collection',
    summary: `How a list, a search or an aggregate of ${plural} would run for the actor.`,
    input: () => z.unknown(),
    output: () =>
      z.strictObject({
        sql: z.string(),
        parameters: z.array(z.unknown()),
        plan: z.array(z.string()),
        policy: z
          .record(z.string(), z.strictObject({ rows: z.string(), fields: z.record(z.string(), z.string()) }))
          .nullable(),
      }),
    errors: ['CURSOR_INVALID'],
  })
}
