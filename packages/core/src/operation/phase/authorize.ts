import { isNever } from '../../access/index.ts'
import { actionOf, notGranted } from '../permission.ts'
import { entityOfRun } from '../record/load-one.ts'
import { grantedByName } from '../registry.ts'
import type { Run } from '../run.ts'

/** The actor may call this operation at all; on which records, `load` and `recheck` decide. */
export function authorize(run: Run): void {
  const policy = run.caller.policy(run.now)
  if (policy === null) return
  const { operation } = run
  const allowed = grantedByName(operation)
    ? policy.mayCall(operation.name)
    : !isNever(policy.may(actionOf(operation), entityOfRun(run)))
  if (!allowed) throw notGranted(operation)
}
