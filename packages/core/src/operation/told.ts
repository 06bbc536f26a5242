import type { Fact } from '../event/index.ts'
import type { Row } from '../schema/index.ts'
import { type Run, reasonOf, tenantOf } from './run.ts'

/** A row of the audit about what this run does. */
export function auditRow(run: Run, about: Row): Row {
  return {
    id: run.engine.newId(),
    at: run.at,
    actor: run.caller.actor.user,
    reason: reasonOf(run),
    operation: run.operation.name,
    cause: run.cause.fact,
    ...about,
  }
}

/** A fact that this run tells. */
export function factAbout(run: Run, about: Pick<Fact, 'type' | 'entity' | 'recordId' | 'version' | 'data'>): Fact {
  return {
    id: run.engine.newId(),
    at: run.at,
    tenant: tenantOf(run),
    actor: run.caller.actor.user,
    cause: run.cause.fact,
    depth: run.cause.depth,
    ...about,
  }
}
