import { fieldOf, type Row } from '../schema/index.ts'
import type { Session } from '../storage/index.ts'
import { among, selectAll, selectOf } from './find.ts'
import type { Run } from './run.ts'

/** With whom a record is shared: rows of the log, oldest first. Ids grow with time. */
export function membersOf(
  { engine, caller }: Pick<Run, 'engine' | 'caller'>,
  session: Session,
  id: string,
): Promise<readonly Row[]> {
  const log = engine.system.recordMember
  const where = among(fieldOf(log, 'recordId'), [id])
  return selectAll(session, selectOf(log, caller.actor.tenant, { where }))
}

/** A row of the log as callers see it. */
export function memberOf({ userId, level, at, by }: Row): Row {
  return { user: userId, level, at, by }
}
