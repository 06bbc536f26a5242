import type { Policy } from '../../access/index.ts'
import { CrmError } from '../../error/index.ts'
import type { EntityIR } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import type { Caller } from '../caller.ts'
import type { Engine } from '../engine.ts'
import { notGranted } from '../permission.ts'
import { grantedByName, type Registered } from '../registry.ts'

/** One call of a read. */
export interface Read {
  readonly engine: Engine
  readonly operation: Registered
  readonly entity: EntityIR
  readonly caller: Caller
  readonly now: number
  readonly id: string | undefined
  readonly raw: unknown
  /** Where it reads: the transaction that it is part of, or outside of any. */
  readonly session: Session
  readonly inTransaction: boolean
  readonly policy: Policy | null
}

/** The actor may read this entity at all, or `FORBIDDEN`. */
export function authorizeRead({ policy, entity, operation }: Read): void {
  if (policy === null) return
  const allowed = grantedByName(operation) ? policy.mayCall(operation.name) : policy.entity(entity.name) !== undefined
  if (!allowed) throw notGranted(operation)
}

export const notFound = (entity: EntityIR): CrmError =>
  new CrmError('NOT_FOUND', { details: { path: 'id', entity: entity.name } })
