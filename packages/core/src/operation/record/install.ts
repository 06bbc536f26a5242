import type { EntityIR } from '../../schema/index.ts'
import { aggregate } from '../read/aggregate.ts'
import { count } from '../read/count.ts'
import { get } from '../read/get.ts'
import { history } from '../read/history.ts'
import { list } from '../read/list.ts'
import type { ReadVerb } from '../read/verb.ts'
import type { Registered } from '../registry.ts'
import { contractsOf } from './contracts.ts'
import { create, createMany } from './create.ts'
import { remove, removeMany, restore } from './delete.ts'
import { move } from './move.ts'
import type { RecordParser } from './parser.ts'
import { update, updateMany } from './update.ts'
import { upsert } from './upsert.ts'
import type { WriteVerb } from './verb.ts'

const verbs: Readonly<Record<string, WriteVerb | ReadVerb>> = {
  get,
  list,
  count,
  aggregate,
  history,
  create,
  createMany,
  update,
  updateMany,
  upsert,
  delete: remove,
  deleteMany: removeMany,
  restore,
  move,
}

/** The record operations of an entity, for the registry. Logs have none; owned entities are read only. */
export function recordOperations(entity: EntityIR, parser: RecordParser): readonly Registered[] {
  if (entity.keeping === 'log') return []
  return Object.entries(contractsOf(entity, parser)).map(([key, contract]) => ({
    name: `${entity.plural}.${key}`,
    resource: entity.plural,
    key,
    owner: entity.owner,
    contract,
    entity,
    verb: verbs[key],
  }))
}
