import type { EntityIR } from '../../schema/index.ts'
import type { Registered } from '../registry.ts'
import { contractsOf } from './contracts.ts'
import type { RecordParser } from './parser.ts'

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
    by: 'record',
  }))
}
