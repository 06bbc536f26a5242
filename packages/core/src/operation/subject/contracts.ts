import * as z from 'zod'
import type { EntityIR } from '../../schema/index.ts'
import { command, type Operation, query } from '../contract.ts'

/** What `exportSubject` takes. */
export const exportInput = () => z.strictObject({ format: z.enum(['json', 'csv']).optional() })

/** The record operations of persons. A role grants them by name. */
export function subjectContracts({ subject, name }: EntityIR): Readonly<Record<string, Operation>> {
  if (subject === undefined) return {}
  const found = { target: 'record', errors: ['NOT_FOUND'], named: true } as const
  return {
    exportSubject: query({
      ...found,
      summary: `Everything that is known of the person behind a ${name}, as far as the actor may read it.`,
      input: exportInput,
      output: () => z.record(z.string(), z.unknown()),
    }),
    eraseSubject: command({
      ...found,
      summary: `Take everything personal that is known of the person behind a ${name} out of all records and logs.`,
      input: () =>
        z.strictObject({ keep: z.array(z.strictObject({ entity: z.string(), reason: short() })).optional() }),
      output: () => z.record(z.string(), z.unknown()),
      errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
      elevate: true,
    }),
    erasures: query({
      ...found,
      summary: `The receipts of the erasures of a ${name}, oldest first.`,
      input: () => z.strictObject({}),
      output: () => z.array(z.unknown()),
    }),
  }
}

const short = () => z.string().min(1).max(255)
