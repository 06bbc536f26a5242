import type { Action } from '../access/index.ts'
import { entityOf } from '../schema/index.ts'
import { findAll } from './find.ts'
import { flush, type Run, tenantOf } from './run.ts'

/** Whether the actor's own roles let him do it to a record that is alive, also where the operation is elevated. */
export async function may(
  run: Run,
  action: Action,
  name: string,
  id: string,
  fields: readonly string[] = [],
): Promise<boolean> {
  const policy = run.caller.policy(run.now)
  if (policy === null) return true
  const entity = entityOf(run.caller.view.schema, name)
  if (run.unit !== undefined) await flush(run)
  const session = run.unit?.tx ?? run.engine.storage.session
  const where = policy.may(action, entity, fields)
  return (await findAll(session, entity, tenantOf(run), [id], { where })).size > 0
}
