import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import type { EntityIR } from '../../schema/index.ts'
import { type Operation, recordOf } from '../contract.ts'
import { once } from './once.ts'
import type { RecordParser } from './parser.ts'

/** The contracts of the record operations of an entity. Their schemas are made at their first use. */
export function contractsOf(entity: EntityIR, parser: RecordParser): Readonly<Record<string, Operation>> {
  const { name, plural } = entity
  const row = once(() => recordOf(name))
  const where = once(() => z.record(z.string(), z.unknown()))
  const count = once(() => z.strictObject({ count: z.int() }))
  const page = () => z.strictObject({ items: z.array(row()), next: z.string().nullable() })
  const create = () => parser.createSchema
  const patch = () => parser.patchSchema
  const reads = {
    get: query({ target: 'record', summary: `One ${name}.`, input: nothing, output: row, errors: ['NOT_FOUND'] }),
    list: query({
      target: 'collection',
      summary: `A page of ${plural}.`,
      input: any,
      output: page,
      errors: ['CURSOR_INVALID'],
    }),
    count: query({ target: 'collection', summary: `How many ${plural} match.`, input: any, output: () => z.int() }),
    aggregate: query({
      target: 'collection',
      summary: `Groups and measures of ${plural}.`,
      input: any,
      output: list,
      errors: ['MIXED_CURRENCY'],
    }),
    story: query({
      target: 'record',
      summary: `What was done to a ${name}, by whom and why, oldest first.`,
      input: nothing,
      output: list,
      errors: ['NOT_FOUND'],
    }),
  }
  if (entity.ownedBy !== undefined) return reads
  const clash = ['DUPLICATE', 'REFERENCE_NOT_FOUND']
  const conflict = [...clash, 'NOT_FOUND', 'VERSION_CONFLICT']
  const writes = {
    create: command({
      target: 'collection',
      summary: `Create a ${name}.`,
      input: create,
      output: row,
      errors: clash,
    }),
    update: command({
      target: 'record',
      summary: `Change fields of a ${name}.`,
      input: patch,
      output: row,
      errors: conflict,
    }),
    upsert: command({
      target: 'collection',
      summary: `Create a ${name}, or update the one with the same unique field.`,
      input: () => z.strictObject({ by: z.string(), record: create() }),
      output: () => z.strictObject({ record: row(), created: z.boolean() }),
      errors: conflict,
    }),
    delete: command({
      target: 'record',
      summary: `Put a ${name} into the bin.`,
      input: nothing,
      output: () => z.void(),
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
      input: () => z.array(create()),
      output: () => z.strictObject({ count: z.int(), ids: z.array(z.string()) }),
      errors: clash,
    }),
    updateMany: command({
      target: 'collection',
      summary: `Change all ${plural} that match.`,
      input: () => z.strictObject({ where: where(), set: patch() }),
      output: count,
      errors: conflict,
    }),
    deleteMany: command({
      target: 'collection',
      summary: `Put all ${plural} that match into the bin.`,
      input: () => z.strictObject({ where: where() }),
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
      input: () => z.strictObject({ to: z.string(), note: z.string().optional(), set: patch().optional() }),
      output: row,
      errors: [...conflict, 'TRANSITION_NOT_ALLOWED', 'STAGE_UNKNOWN', 'GUARD_REFUSED'],
    }),
    history: query({
      target: 'record',
      summary: `The stays of a ${name} in its stages, oldest first.`,
      input: nothing,
      output: list,
      errors: ['NOT_FOUND'],
    }),
  }
}

const nothing = () => z.strictObject({})
const any = () => z.unknown()
const list = () => z.array(z.unknown())

interface LazyContract extends Pick<Operation, 'target' | 'summary'> {
  readonly input: () => $ZodType
  readonly output: () => $ZodType
  readonly errors?: readonly string[]
}
const query = (contract: LazyContract): Operation => lazy('query', contract)
const command = (contract: LazyContract): Operation => lazy('command', contract)

function lazy(kind: Operation['kind'], { target, summary, input, output, errors = [] }: LazyContract): Operation {
  const [asked, answered] = [once(input), once(output)]
  return Object.freeze({
    kind,
    target,
    summary,
    errors,
    elevate: false,
    get input() {
      return asked()
    },
    get output() {
      return answered()
    },
  })
}
