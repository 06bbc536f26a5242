import * as z from 'zod'
import { queryLimits } from '../../query/index.ts'
import type { EntityIR } from '../../schema/index.ts'
import { type Operation, query } from '../contract.ts'

/** The contract of `timeline`. */
export function timelineContract({ name }: EntityIR): Operation {
  return query({
    target: 'record',
    summary: `What happened with a ${name}, newest first, over everything that appears on its timeline.`,
    input: () =>
      z.strictObject({
        limit: z.int().min(1).max(queryLimits.page).optional(),
        after: z.string().nullable().optional(),
        entities: z.array(z.string()).optional(),
        kinds: z.array(z.string()).optional(),
        from: z.string().optional(),
        to: z.string().optional(),
      }),
    output: () => z.strictObject({ items: z.array(z.unknown()), next: z.string().nullable() }),
    errors: ['NOT_FOUND', 'CURSOR_INVALID'],
  })
}
