import * as z from 'zod'
import type { EntityIR } from '../../schema/index.ts'
import { command, type Operation, query, recordOf } from '../contract.ts'
import type { RecordParser } from './parser.ts'

/** The contracts of the record operations of an entity. */
export function contractsOf(
  entity: EntityIR,
  { createSchema, patchSchema }: RecordParser,
): Readonly<Record<string, Operation>> {
  const { name, plural } = entity
  const row = recordOf(name)
  const nothing = z.strictObject({})
  const where = z.record(z.string(), z.unknown())
  const any = z.unknown()
  const page = z.strictObject({ items: z.array(row), next: z.string().nullable() })
  const reads = {
    get: query({ target: 'record', summary: `One ${name}.`, input: nothing, output: row, errors: ['NOT_FOUND'] }),
    list: query({
      target: 'collection',
      summary: `A page of ${plural}.`,
      input: any,
      output: page,
      errors: ['CURSOR_INVALID'],
    }),
    count: query({ target: 'collection', summary: `How many ${plural} match.`, input: any, output: z.int() }),
    aggregate: query({
      target: 'collection',
      summary: `Groups and measures of ${plural}.`,
      input: any,
      output: z.array(any),
      errors: ['MIXED_CURRENCY'],
    }),
    story: query({
      target: 'record',
      summary: `What was done to a ${name}, by whom and why, oldest first.`,
      input: nothing,
      output: z.array(any),
      errors: ['NOT_FOUND'],
    }),
  }
  if (entity.ownedBy !== undefined) return reads
  const count = z.strictObject({ count: z.int() })
  const clash = ['DUPLICATE', 'REFERENCE_NOT_FOUND']
  const conflict = [...clash, 'NOT_FOUND', 'VERSION_CONFLICT']
  const writes = {
    create: command({
      target: 'collection',
      summary: `Create a ${name}.`,
      input: createSchema,
      output: row,
      errors: clash,
    }),
    update: command({
      target: 'record',
      summary: `Change fields of a ${name}.`,
      input: patchSchema,
      output: row,
      errors: conflict,
    }),
    upsert: command({
      target: 'collection',
      summary: `Create a ${name}, or update the one with the same unique field.`,
      input: z.strictObject({ by: z.string(), record: createSchema }),
      output: z.strictObject({ record: row, created: z.boolean() }),
      errors: conflict,
    }),
    delete: command({
      target: 'record',
      summary: `Put a ${name} into the bin.`,
      input: nothing,
      output: z.void(),
      errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
    }),
    restore: command({
      target: 'record',
      summary: `Take a ${name} out of the bin.`,
      input: nothing,
      output: row,
      errors: conflict,
    }),
    createMany: command({
      target: 'collection',
      summary: `Create many ${plural}.`,
      input: z.array(createSchema),
      output: z.strictObject({ count: z.int(), ids: z.array(z.string()) }),
      errors: clash,
    }),
    updateMany: command({
      target: 'collection',
      summary: `Change all ${plural} that match.`,
      input: z.strictObject({ where, set: patchSchema }),
      output: count,
      errors: conflict,
    }),
    deleteMany: command({
      target: 'collection',
      summary: `Put all ${plural} that match into the bin.`,
      input: z.strictObject({ where }),
      output: count,
    }),
  }
  if (!entity.staged) return { ...reads, ...writes }
  return {
    ...reads,
    ...writes,
    move: command({
      target: 'record',
      summary: `Move a ${name} to another stage.`,
      input: z.strictObject({ to: z.string(), note: z.string().optional(), set: patchSchema.optional() }),
      output: row,
      errors: [...conflict, 'TRANSITION_NOT_ALLOWED', 'STAGE_UNKNOWN', 'GUARD_REFUSED'],
    }),
    history: query({
      target: 'record',
      summary: `The stays of a ${name} in its stages, oldest first.`,
      input: nothing,
      output: z.array(any),
      errors: ['NOT_FOUND'],
    }),
  }
}
