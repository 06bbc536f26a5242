import * as z from 'zod'
import { isSound } from '../../query/index.ts'
import type { EntityIR } from '../../schema/index.ts'
import { command, type Operation, query, recordOf } from '../contract.ts'
import type { RecordParser } from './parser.ts'

/** Why a record was moved: as long as any reason. */
export const moveNote = () => z.string().min(1).max(255).refine(isSound, 'expected well-formed Unicode without U+0000')

/** The record operations of entities whose records move through stages. */
export function stageContracts(
  { staged, name, plural, report }: EntityIR,
  parser: RecordParser,
): Readonly<Record<string, Operation>> {
  if (!staged) return {}
  return {
    move: command({
      target: 'record',
      summary: `Move a ${name} to another stage.`,
      input: () => z.strictObject({ to: z.string(), note: moveNote().optional(), set: parser.patchSchema.optional() }),
      output: () => recordOf(name),
      errors: [
        'DUPLICATE',
        'REFERENCE_NOT_FOUND',
        'NOT_FOUND',
        'VERSION_CONFLICT',
        'TRANSITION_NOT_ALLOWED',
        'STAGE_UNKNOWN',
        'GUARD_REFUSED',
      ],
    }),
    history: query({
      target: 'record',
      summary: `The stays of a ${name} in its stages, oldest first.`,
      input: () => z.strictObject({}),
      output: list,
      errors: ['NOT_FOUND'],
    }),
    histories: query({
      target: 'collection',
      summary: `A page of ${plural}, each with its stays in its stages, oldest first.`,
      input: () =>
        z.strictObject({
          where: z.unknown().optional(),
          orderBy: z.unknown().optional(),
          limit: z.unknown().optional(),
          after: z.unknown().optional(),
        }),
      output: () => z.strictObject({ items: list(), next: z.string().nullable() }),
    }),
    board: query({
      target: 'collection',
      summary: `The stages of a pipeline: how many ${plural} are in each, what they come to, and the first of them.`,
      input: () =>
        z.strictObject({
          pipeline: z.string().optional(),
          stages: z.array(z.string()).min(1).max(100).optional(),
          where: z.unknown().optional(),
          orderBy: z.unknown().optional(),
          limit: z.unknown().optional(),
          include: z.unknown().optional(),
          ...(report === undefined ? {} : { amounts: z.enum(['own', 'report']).optional() }),
        }),
      output: list,
      errors: ['MIXED_CURRENCY', 'RATE_MISSING'],
    }),
  }
}

const list = () => z.array(z.unknown())
