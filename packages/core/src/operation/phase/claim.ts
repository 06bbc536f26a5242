import { CrmError } from '../../error/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { canonical } from '../canonical.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'

/**
 * Takes the idempotency key. Whoever comes second waits for the first to commit, then gets its result; with other
 * parameters it is refused. The key is let go by a rollback, so a failure is never remembered.
 */
export async function claim(run: Run): Promise<void> {
  const key = run.options.idempotencyKey
  if (key === undefined) return
  const { tx } = unitOf(run)
  const entity = run.engine.system.idempotency
  const id = JSON.stringify([run.caller.actor.user, run.operation.name, key])
  const fingerprint = canonical([run.id, run.raw, run.options.ifVersion])
  const row: Row = { id, fingerprint, at: run.at, result: null }
  const [written] = await tx.write([
    { type: 'insert', entity, tenant: tenantOf(run), rows: [row], onConflict: 'ignore' },
  ])
  if (written?.counts[0] === 1) {
    run.claimed = id
    return
  }
  const [found] = await tx.select({
    entity,
    tenant: tenantOf(run),
    access: null,
    where: { node: 'compare', field: fieldOf(entity, 'id'), op: 'eq', value: id },
    bin: 'with',
    orderBy: [],
    limit: 1,
    after: null,
  })
  if (found === undefined) throw new CrmError('CONFLICT')
  if (found.row.fingerprint !== fingerprint) {
    throw new CrmError('IDEMPOTENCY_MISMATCH', {
      details: { path: 'options.idempotencyKey' },
      hint: 'Use a new key for new parameters.',
    })
  }
  run.result = (found.row.result as { value?: unknown } | null)?.value
  run.done = true
}
