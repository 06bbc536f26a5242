import { isNever } from '../../access/index.ts'
import { CrmError } from '../../error/index.ts'
import { actionOf } from '../permission.ts'
import type { Run } from '../run.ts'

/** The actor may call this operation at all; on which records, `load` and `recheck` decide. */
export function authorize(run: Run): void {
  const policy = run.caller.policy(run.now)
  if (policy === null) return
  const { name, entity, by } = run.operation
  const allowed =
    by === 'handler' || entity === undefined
      ? policy.mayCall(name)
      : !isNever(policy.may(actionOf(run.operation), entity))
  if (!allowed)
    throw new CrmError('FORBIDDEN', {
      details: { permission: name },
      hint:
        by === 'handler'
          ? `A role grants it with operations: ['${name}'].`
          : 'None of the roles of the actor grants it.',
    })
}
