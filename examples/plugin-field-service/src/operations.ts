import { command, inputOf, query, recordOf } from '@guanxi/core'
import * as z from 'zod'

const result = z.strictObject({ title: z.string(), passed: z.boolean(), remark: z.string().min(1).optional() })

/** The contracts: data. The handlers stand in `handlers.ts`. */
export const operations = {
  installations: {
    commission: command({
      target: 'collection',
      summary: 'Put up a machine, and plan the visits of its first year.',
      input: z.strictObject({
        machine: inputOf('installation'),
        visits: z.int().min(1).max(12),
        checks: z.array(z.string().min(1)).min(1).max(50),
      }),
      output: z.strictObject({ installation: recordOf('installation'), visits: z.array(z.string()) }),
      errors: ['DUPLICATE'],
    }),
    underWarranty: query({
      target: 'collection',
      summary: 'How many machines are under warranty, on a day or today.',
      input: z.strictObject({ on: z.iso.date().optional() }),
      output: z.int(),
    }),
    transfer: command({
      target: 'record',
      summary: 'The machine was sold on: it and its open visits go to another customer.',
      // Technicians only read machines; who has a visit there may do this one thing to it.
      elevate: true,
      input: z.strictObject({ companyId: z.string().meta({ ref: 'company' }) }),
      output: recordOf('installation'),
      errors: ['FORBIDDEN'],
    }),
  },
  visits: {
    finish: command({
      target: 'record',
      summary: 'Hand in the checklist and the report, and be done.',
      input: z.strictObject({
        report: z.string().min(1),
        results: z.array(result).max(50),
        /** When to come again. */
        again: z.iso.date().optional(),
      }),
      output: z.strictObject({ visit: recordOf('visit'), next: z.nullable(recordOf('visit')) }),
      errors: ['CHECK_UNKNOWN', 'GUARD_REFUSED', 'TRANSITION_NOT_ALLOWED'],
    }),
  },
}
