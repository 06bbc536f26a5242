import type { Fact } from '../../event/index.ts'
import { type Row, valueIn } from '../../schema/index.ts'
import { cutOff, deliveries } from '../deliveries.ts'
import { lastWords } from '../later.ts'
import type { Change } from '../record/change.ts'
import { writeVerb } from '../record/verbs.ts'
import { flush, type Run, tenantOf, unitOf } from '../run.ts'
import { auditRow, factAbout } from '../told.ts'

const past = { create: 'created', update: 'updated', delete: 'deleted', restore: 'restored', move: 'moved' } as const

/**
 * What happened, beside what was written: an audit row and a fact for each change, and the result under its
 * idempotency key. In a transaction of its own they ride with the commit.
 */
export async function record(run: Run): Promise<void> {
  for (const change of run.changes) {
    run.audits.push(auditOf(run, change))
    run.facts.push(factOf(run, change))
  }
  if (run.operation.by === 'handler' && run.operation.contract.fleeting !== true)
    run.audits.push(
      auditRow(run, { entity: null, recordId: run.id ?? null, version: null, action: 'call', changes: null }),
    )
  const { audit, outbox, idempotency } = run.engine.system
  const tenant = tenantOf(run)
  if (run.audits.length > 0) run.pending.push({ type: 'insert', entity: audit, tenant, rows: run.audits })
  const cut = cutOff(run)
  run.facts.push(...cut)
  if (run.facts.length > 0) run.pending.push({ type: 'insert', entity: outbox, tenant, rows: run.facts.map(outboxRow) })
  const jobs = [...lastWords(run), ...(await deliveries(run))]
  if (jobs.length > 0) run.pending.push(...(await run.engine.queue.enqueue(unitOf(run).tx, jobs)))
  unitOf(run).facts.push(...run.facts)
  unitOf(run).jobs.push(...jobs)
  unitOf(run).changes?.push(...run.changes)
  await settle(run)
  if (run.claimed !== undefined) {
    run.pending.push({
      type: 'update',
      entity: idempotency,
      tenant,
      rows: [{ match: { id: run.claimed }, set: { result: { value: run.result, last: run.last } } }],
    })
  }
  if (!run.owner) await flush(run)
}

/** The result of a record operation; handlers have given theirs. */
async function settle(run: Run): Promise<void> {
  const verb = writeVerb(run.operation)
  if (verb !== undefined) run.result = await verb.result(run)
}

/** Field to [before, after], for people who ask what was done. */
export function fieldsChanged({ before, after, changed, owned }: Change): Record<string, readonly [unknown, unknown]> {
  const fields: Record<string, readonly [unknown, unknown]> = {}
  for (const name of changed)
    if (name !== 'id' && name !== 'createdAt')
      fields[name] = [(before && valueIn(before, name)) ?? null, valueIn(after, name)]
  for (const { relation, inserted, updated, removed } of owned) {
    if (inserted.length + updated.length + removed.length === 0) continue
    fields[relation.name] = [
      [...removed, ...updated.map((u) => u.before)],
      [...inserted, ...updated.map((u) => u.after)],
    ]
  }
  return fields
}

function auditOf(run: Run, change: Change): Row {
  const { entity, id, after, action } = change
  return auditRow(run, {
    entity: entity.name,
    recordId: id,
    version: after.version,
    action,
    changes: fieldsChanged(change),
  })
}

function factOf(run: Run, { action, entity, id, before, after, moved }: Change): Fact {
  const data =
    action === 'update'
      ? { before, after }
      : action === 'move'
        ? { record: after, from: moved?.from, to: moved?.to }
        : after
  const { name } = entity
  return factAbout(run, {
    type: `${name}.${past[action]}`,
    entity: name,
    recordId: id,
    version: Number(after.version),
    data,
  })
}

function outboxRow({ tenant: _, ...fact }: Fact): Row {
  return { ...fact, state: 'new' }
}
