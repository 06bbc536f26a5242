import { CrmError } from '../../error/index.ts'
import { checked } from '../problem.ts'
import { draft } from './change.ts'
import { entityOfRun, expectVersion, lockOne } from './load-one.ts'
import type { WriteVerb } from './verb.ts'
import { visibleOne } from './visible.ts'

/**
 * `claim`: a record that is nobody's becomes the actor's own, and nobody else's: the lock lets one of several at once
 * pass. It asks for no right on the record, and tells of one that has an owner only that it has.
 */
export const claim: WriteVerb = {
  parse(run) {
    checked(run.operation.contract.input, run.raw === undefined ? {} : run.raw)
    if (run.caller.actor.type === 'user') return
    const hint =
      'A claim is for the user who acts: crm.as({ user, roles }). To give a record to somebody, update ownerId.'
    throw new CrmError('ACTOR_REQUIRED', { details: { path: 'user' }, hint })
  },
  async load(run) {
    const entity = entityOfRun(run)
    const before = await lockOne(run, run.id as string)
    if (before.ownerId !== null) throw new CrmError('ALREADY_CLAIMED', { details: { path: 'id', entity: entity.name } })
    expectVersion(run, before)
    const input = { ownerId: run.caller.actor.user }
    run.changes = [draft({ action: 'update', entity, id: run.id as string, at: '', before, input })]
  },
  result: (run) => {
    const [change] = run.changes
    return change === undefined ? null : visibleOne(run, change.entity, change.after)
  },
}
