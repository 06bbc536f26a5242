import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained, recordsShape } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { moment } from '../period/window.ts'
import { issueNames } from './issue-names.ts'

const weighedField = () =>
  z.strictObject({ field: z.string().min(1).max(100), weight: z.number().positive().max(1e6).optional() })

const customers = () => z.enum(['company', 'contact'])

export const qualityOperations = {
  /** What is missing, wrong or old among companies and contacts? */
  dataQuality: query({
    target: 'collection',
    summary: 'What is missing, wrong or old among companies and contacts, each with the query of its records.',
    input: () =>
      z.strictObject({
        entities: z.array(customers()).min(1).max(2).optional(),
        where: z.record(z.string(), z.unknown()).optional(),
        /** After how many days without anything a record is stale: 180. */
        staleDays: z.int().min(1).max(36_500).optional(),
        /** Domains that take no mail, beside those that nobody has. */
        undeliverable: z.array(z.string().min(1).max(255)).max(1000).optional(),
      }),
    output: () =>
      explained(
        z.strictObject({
          /**
           * How many of each, of all entities together: `missingContact`, `invalidEmail`, `noOwner`, `stale`, and `stale` again
           * under the name with its days, `staleOver180d`.
           */
          counts: z.record(z.string(), z.int()),
          issues: z.array(
            z.strictObject({
              /** `staleOver180d` has the days in its name. */
              issue: z.string(),
              /** The same, however many days were asked for. */
              kind: z.enum(issueNames),
              entity: customers(),
              count: z.int(),
              share: rateShape(),
              records: recordsShape().nullable(),
            }),
          ),
        }),
      ),
  }),
  /** How much of what we want to know is known, and who fills it in? */
  completeness: query({
    target: 'collection',
    summary: 'How much of what one wants to know of records is known, and who fills in most.',
    input: () =>
      z.strictObject({
        entity: z.string().min(1).max(100),
        /** Five of companies and contacts, unless told. `custom.x` is one of the tenant's own. */
        fields: z.array(weighedField()).min(1).max(20).optional(),
        where: z.record(z.string(), z.unknown()).optional(),
        /** Records made from a moment on, before another. */
        from: moment().optional(),
        to: moment().optional(),
        /** By who made them, which the audit tells to whom it is open, or by whose they are now. */
        leaderboard: z.enum(['creator', 'owner']).optional(),
      }),
    output: () =>
      explained(
        z.strictObject({
          value: z.number().nullable(),
          n: z.int(),
          fields: z.array(z.strictObject({ field: z.string(), weight: z.number(), filled: rateShape() })),
          leaderboard: z
            .array(z.strictObject({ user: z.string().nullable(), value: z.number(), n: z.int() }))
            .nullable(),
        }),
      ),
    errors: ['FORBIDDEN'],
  }),
}
