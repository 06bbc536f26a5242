import * as z from 'zod'
import { command, query } from '../../operation/index.ts'
import { isSound } from '../../query/index.ts'

const text = () => z.string().min(1).max(255).refine(isSound, 'expected well-formed text without U+0000')

const entry = () =>
  z.strictObject({
    id: z.string(),
    at: z.string(),
    /** The user's id, or `system`. */
    actor: z.string(),
    reason: z.string().nullable(),
    operation: z.string(),
    entity: z.string().nullable(),
    recordId: z.string().nullable(),
    version: z.int().nullable(),
    action: z.string(),
    /** Field to [before, after]. */
    changes: z.record(z.string(), z.unknown()).nullable(),
    cause: z.string().nullable(),
    /** The number of its seal; null until it is sealed. */
    seal: z.int().nullable(),
  })

/** Those that fit all that is given; from an instant on, and before another. */
const filter = () =>
  z.strictObject({
    entity: text().optional(),
    recordId: text().optional(),
    actor: text().optional(),
    operation: text().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
  })

const head = () => z.strictObject({ number: z.int().min(1), digest: z.string().min(1) })

const problem = () =>
  z.union([
    z.strictObject({
      id: z.string(),
      problem: z.enum(['row_changed', 'row_missing', 'row_added', 'erased_without_receipt']),
    }),
    z.strictObject({
      seal: z.int(),
      problem: z.enum([
        'seal_changed',
        'seal_missing',
        'seal_added',
        'chain_broken',
        'digests_changed',
        'head_changed',
      ]),
    }),
  ])

/** The proof of what was done. */
export const auditOperations = {
  audit: {
    list: query({
      target: 'collection',
      summary: 'What was done, by whom and why, the newest first; sensitive values are masked.',
      input: () =>
        z.strictObject({
          where: filter().optional(),
          limit: z.int().min(1).max(200).optional(),
          after: z.string().nullable().optional(),
        }),
      output: () => z.strictObject({ items: z.array(entry()), next: z.string().nullable() }),
      errors: ['CURSOR_INVALID'],
    }),
    verify: query({
      target: 'collection',
      summary: 'Proves that the sealed rows of the audit are what they were, and answers what is wrong.',
      input: () => z.strictObject({ head: head().optional() }),
      output: () =>
        z.strictObject({
          rows: z.int(),
          sealed: z.int(),
          seals: z.int(),
          head: head().nullable(),
          receipts: z.int(),
          problems: z.array(problem()),
        }),
    }),
    seal: command({
      target: 'collection',
      summary: 'Seals up to 1,000 rows of the audit; where there are more, a job does the rest. A schedule calls it.',
      input: () => z.strictObject({}),
      output: () => z.strictObject({ rows: z.int(), more: z.boolean() }),
      // It says itself what it did, in a seal; a row about it would ask for another seal, and so for ever.
      fleeting: true,
    }),
  },
}
