import * as z from 'zod'
import type { EntityIR } from '../../schema/index.ts'
import { once } from '../../schema/index.ts'
import { command, type Operation, query, recordOf } from '../contract.ts'
import { subjectContracts } from '../subject/contracts.ts'
import { accessContracts } from './access-contracts.ts'
import { explainContract } from './explain-contract.ts'
import type { RecordParser } from './parser.ts'
import { reportContracts } from './report-contracts.ts'
import { searchContract } from './search-contract.ts'
import { stageContracts } from './stage-contracts.ts'
import { timelineContract } from './timeline-contract.ts'

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
    get: query({ target: 'record', summary: `One ${name}.`, input: any, output: row, errors: ['NOT_FOUND'] }),
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
    ...searchContract(entity),
    explain: explainContract(entity),
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
      input: () => z.strictObject({ by: z.union([z.string(), z.array(z.string())]), record: create() }),
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
  const more = {
    ...accessContracts(entity),
    ...subjectContracts(entity),
    ...reportContracts(entity),
    timeline: timelineContract(entity),
  }
  return { ...reads, ...writes, ...more, ...stageContracts(entity, parser) }
}

const nothing = () => z.strictObject({})
const any = () => z.unknown()
const list = () => z.array(z.unknown())
