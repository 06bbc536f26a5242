import { holding } from '../find.ts'
import { rightOf } from '../permission.ts'
import { checkCaps } from '../record/caps.ts'
import type { Change } from '../record/change.ts'
import { checkGuards } from '../record/guard.ts'
import { fieldsOf, forbidden } from '../record/load-one.ts'
import { flush, type Run, tenantOf, unitOf } from '../run.ts'

/** The actor may do this to the records as they have become; the guards of their stages agree, and nobody owns too many. */
export async function recheck(run: Run): Promise<void> {
  if (run.changes.length === 0) return
  const session = async () => {
    await flush(run)
    return unitOf(run).tx
  }
  const policy = run.operation.contract.elevate ? null : run.caller.policy(run.now)
  if (policy !== null) {
    for (const changes of alike(run.changes)) {
      const [{ entity, action }] = changes
      // A record on its way into the bin is judged as it was: `load` did.
      if (action === 'delete') continue
      const fields = writtenFields(changes)
      const allowed = policy.may(rightOf(action), entity, fields)
      const rows = changes.map(({ after }) => after)
      const held = await holding(entity, tenantOf(run), rows, allowed, session)
      if (held.size < rows.length) throw forbidden(run)
    }
  }
  await checkGuards(run, session)
  await checkCaps(run, session)
}

/** Changes that ask the same right: one entity, one action, the same fields. */
function alike(changes: readonly Change[]): readonly [Change, ...Change[]][] {
  if (changes.length === 1) return changes.map((change) => [change])
  const groups = new Map<string, [Change, ...Change[]]>()
  for (const change of changes) {
    const key = `${change.entity.name}/${change.action}/${writtenFields([change]).join()}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [change])
    else group.push(change)
  }
  return [...groups.values()]
}

/** The fields that the input gave: what the engine sets needs no right. */
function writtenFields([first]: readonly Change[]): readonly string[] {
  if (first === undefined) return []
  const given = Object.keys(first.input).filter((name) => !first.decided.has(name))
  return fieldsOf(first.entity, given)
}
