import { recordFacts } from '../../event/index.ts'
import type { Condition } from '../../query/index.ts'
import { type EntityIR, fieldOf, isPersonal, type Row } from '../../schema/index.ts'
import type { Write } from '../../storage/index.ts'
import { alone, ledgerOf } from '../audit/ledger.ts'
import { among, chunksOf, selectAll, selectOf } from '../find.ts'
import { same } from '../record/change.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import { isPlain, mark, marked } from './blank.ts'
import { callsAbout, naming } from './calls.ts'
import type { Known } from './reach.ts'

/** How many rows of the engine's own logs were changed. */
export interface LogCounts {
  readonly audit: number
  readonly outbox: number
  readonly idempotency: number
  /** Calls that were to be made later, and are not. */
  readonly jobs: number
}

/** What was taken out of the logs, and which rows of the audit had been sealed. */
export interface Scrubbed {
  readonly counts: LogCounts
  readonly unsealed: readonly string[]
}

/**
 * Takes out of the engine's logs what they tell of the values of records. Who did what, when and to which field stays, and
 * so does every fact that waits to be told.
 */
export async function scrubLogs(run: Run, known: Known): Promise<Scrubbed> {
  const { audit, outbox, idempotency } = run.engine.system
  const counts = { audit: 0, outbox: 0 }
  await alone(unitOf(run).tx, ledgerOf(run))
  const unsealed: string[] = []
  const withoutValues = (entity: EntityIR) => (row: Row) => auditWithout(entity, audit, row)
  const unseal = ({ id, seal }: Row): Row => {
    if (seal !== null) unsealed.push(String(id))
    return { seal: null }
  }
  for (const [entity, rows] of known) {
    const ids = [...rows.keys()]
    counts.audit += await rewrite(run, audit, loggedAbout(audit, entity.name, ids), withoutValues(entity), unseal)
    counts.outbox += await rewrite(run, outbox, loggedAbout(outbox, entity.name, ids), (row) =>
      factWithout(entity, row),
    )
    // The calls of a plugin's own operations name no entity.
    counts.audit += await rewrite(run, audit, loggedAbout(audit, null, ids), withoutValues(entity), unseal)
  }
  const { telling, named } = await callsAbout(run, known)
  const tellingOnes = chunksOf(telling).map((ids) => among(fieldOf(idempotency, 'id'), ids))
  // The same key again is refused, and does not bring the person back.
  const rewritten = await rewrite(run, idempotency, tellingOnes, () => ({ fingerprint: '', result: null }))
  const gone: Write = { type: 'delete', entity: idempotency, tenant: tenantOf(run), rows: named.map((id) => ({ id })) }
  if (named.length > 0) await unitOf(run).tx.write([gone])
  const jobs = await run.engine.queue.forget(unitOf(run).tx, tenantOf(run), naming(known))
  return { counts: { ...counts, idempotency: rewritten + named.length, jobs }, unsealed }
}

/** The rows of a log about records of an entity. */
export function loggedAbout(log: EntityIR, entity: string | null, ids: readonly string[]): readonly Condition[] {
  const field = fieldOf(log, 'entity')
  const is: Condition =
    entity === null ? { node: 'isNull', field, negated: false } : { node: 'compare', field, op: 'eq', value: entity }
  return chunksOf(ids).map((some) => ({ node: 'and', all: [is, among(fieldOf(log, 'recordId'), some)] }))
}

/** Changes the rows that some conditions find, where anything in them changes; how many. */
async function rewrite(
  run: Run,
  log: EntityIR,
  conditions: readonly Condition[],
  without: (row: Row) => Row,
  also: (row: Row) => Row = () => ({}),
): Promise<number> {
  const { tx } = unitOf(run)
  const tenant = tenantOf(run)
  let count = 0
  for (const where of conditions) {
    const rows = await selectAll(tx, selectOf(log, tenant, { where, bin: 'with' }))
    const updates = rows.flatMap((row) => {
      const set = without(row)
      const changed = Object.keys(set).some((name) => !same(row[name] ?? null, set[name]))
      return changed ? [{ match: { id: row.id as string }, set: { ...set, ...also(row) } }] : []
    })
    const write: Write = { type: 'update', entity: log, tenant, rows: updates }
    if (updates.length > 0) await tx.write([write])
    count += updates.length
  }
  return count
}

function auditWithout(entity: EntityIR, audit: EntityIR, { action, changes, reason }: Row): Row {
  // What an erasure tells of itself holds no values.
  if (action === 'erase') return {}
  const kept = isPersonal(fieldOf(audit, 'reason')) ? null : reason
  if (changes === null) return { reason: kept }
  const scrubbed = Object.entries(changes as Readonly<Record<string, readonly [unknown, unknown]>>).map(
    ([name, [before, after]]) => [name, isPlain(entity, name) ? [before, after] : [mark(before), mark(after)]],
  )
  return { changes: Object.fromEntries(scrubbed), reason: kept }
}

/** The data of a fact about a record; what a plugin tells in a shape of its own goes whole. */
function factWithout(entity: EntityIR, { type, data }: Row): Row {
  const [about, past] = String(type).split('.')
  const known = recordFacts.find((word) => word === past)
  if (about !== entity.name || known === undefined || !isDocument(data)) return { data: null }
  // What an erasure tells of itself holds no values.
  if (known === 'erased') return {}
  if (Object.hasOwn(data, 'id')) return { data: marked(entity, data) }
  const parts = Object.entries(data).map(([name, part]) => [name, isDocument(part) ? marked(entity, part) : part])
  return { data: Object.fromEntries(parts) }
}

const isDocument = (value: unknown): value is Row => typeof value === 'object' && value !== null
