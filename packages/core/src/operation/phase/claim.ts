import { CrmError } from '../../error/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { canonical } from '../canonical.ts'
import { among, selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'

/**
 * Takes the idempotency key. Whoever comes second waits for the first to commit, then gets its result; with other
 * parameters it is refused. The key is let go by a rollback, so a failure is never remembered.
 */
export async function claim(run: Run): Promise<void> {
  const key = run.options.idempotencyKey
  if (key === undefined || run.options.dryRun === true) return
  const { tx } = unitOf(run)
  const entity = run.engine.system.idempotency
  const { part } = run.chunk
  const id = JSON.stringify([run.caller.actor.user, run.operation.name, key, ...(part === 0 ? [] : [part])])
  const fingerprint = canonical([run.id, run.raw, run.options.ifVersion, rightsOf(run)])
  const row: Row = { id, fingerprint, at: run.at, result: null, operation: run.operation.name }
  const [written] = await tx.write([
    { type: 'insert', entity, tenant: tenantOf(run), rows: [row], onConflict: 'ignore' },
  ])
  if (written?.counts[0] === 1) {
    run.claimed = id
    return
  }
  const where = among(fieldOf(entity, 'id'), [id])
  const [found] = await tx.select(selectOf(entity, tenantOf(run), { where, bin: 'with', limit: 1 }))
  if (found === undefined) throw new CrmError('CONFLICT')
  if (found.row.fingerprint !== fingerprint) {
    throw new CrmError('IDEMPOTENCY_MISMATCH', {
      details: { path: 'options.idempotencyKey' },
      hint: 'Use a new key for new parameters.',
    })
  }
  const { value, last = null } = (found.row.result ?? {}) as { readonly value?: unknown; readonly last?: string | null }
  run.result = value
  run.last = last
  run.done = true
}

/** What an actor was told under other roles, or when they said something else for his tenant, is not told again. */
function rightsOf({ caller: { actor, view }, engine: { base } }: Run): readonly unknown[] {
  return actor.roles.toSorted().map((name) => {
    const role = view.roles.get(name)
    return role === base.roles.get(name) ? name : [name, role]
  })
}
