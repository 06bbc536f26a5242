import { isAlways } from '../access/index.ts'
import { countOf } from './find.ts'
import { renew } from './renew.ts'
import { flush, tenantOf, unitOf } from './run.ts'
import { type Inside, onlyReads } from './table.ts'
import type { Tenancy } from './tenancy.ts'

/** The tenancy of a handler or hook; its calls stand in the line of the façade's. */
export function tenancyOf({ run, plugin, line, cause }: Inside): Tenancy {
  const { engine } = run
  const known = () => run.unit?.view ?? run.caller.view
  const writing = () => {
    if (run.operation.contract.kind === 'query') throw onlyReads(plugin)
    return unitOf(run)
  }
  return {
    base: engine.base,
    get view() {
      return known()
    },
    actor: run.inside.actor,
    readsAll(entity, fields) {
      const policy = run.inside.policy(run.now)
      return policy === null || isAlways(policy.may('read', entity, fields))
    },
    changed: () =>
      line.turn(async () => {
        writing()
        return renew(run)
      }),
    count: (entity, where) =>
      line.turn(async () => {
        await flush(run)
        const session = run.unit?.tx ?? engine.storage.session
        return countOf(session, { entity, tenant: tenantOf(run), access: null, where, bin: 'with' })
      }),
    amend: (amendment) =>
      line.turn(async () => engine.amend({ caller: run.inside, unit: writing(), cause }, amendment)),
  }
}
