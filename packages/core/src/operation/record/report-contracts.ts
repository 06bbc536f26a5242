import * as z from 'zod'
import type { EntityIR } from '../../schema/index.ts'
import { command, type Operation } from '../contract.ts'

/** The record operations of entities with amounts in the report currency. */
export function reportContracts({ report, plural }: EntityIR): Readonly<Record<string, Operation>> {
  if (report === undefined) return {}
  return {
    reconvert: command({
      target: 'collection',
      summary: `Convert the amounts of all ${plural} that match into the report currency again, at the rates of now.`,
      input: () => z.strictObject({ where: z.record(z.string(), z.unknown()) }),
      output: () => z.strictObject({ count: z.int() }),
      errors: ['NUMBER_OUT_OF_RANGE'],
    }),
  }
}
