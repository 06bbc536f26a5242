import { type EntityIR, type FieldIR, fieldOf } from '../schema/index.ts'
import { always, type Condition, type Literal, type SelectQuery } from './ast.ts'

/** A select of everything that its parts do not say: alive, the engine's view, by id. */
export function selectOf(entity: EntityIR, tenant: string, parts: Partial<SelectQuery> = {}): SelectQuery {
  const id = fieldOf(entity, 'id')
  return {
    entity,
    tenant,
    access: null,
    where: always,
    bin: 'without',
    orderBy: [{ path: { hops: [], field: id }, direction: 'asc' }],
    limit: 1000,
    after: null,
    ...parts,
  }
}

/** The condition that a field has one of these values. */
export function among(field: FieldIR, values: readonly Literal[]): Condition {
  const [only] = values
  return values.length === 1 && only !== undefined
    ? { node: 'compare', field, op: 'eq', value: only }
    : { node: 'in', field, negated: false, values }
}
