import { type EntityIR, entityOf, type Row, withValues } from '../../schema/index.ts'
import type { Write } from '../../storage/index.ts'
import { ledgerOf } from '../audit/ledger.ts'
import { draft } from '../record/change.ts'
import { entityOfRun, loadOne } from '../record/load-one.ts'
import { renew } from '../renew.ts'
import { type Run, reasonOf, tenantOf, unitOf } from '../run.ts'
import { auditRow, factAbout } from '../told.ts'
import { type Blank, blankOf, erasedMark, personalFields } from './blank.ts'
import { type Keep, keepOf } from './keep.ts'
import { type LogCounts, scrubLogs } from './logs.ts'
import { type Known, reachOf } from './reach.ts'
import { type Erasure, receiptsOf, rowOf } from './receipt.ts'

/** One record, and what it loses: fields, or its place. */
interface Loss {
  readonly entity: EntityIR
  readonly row: Row
  readonly blank: Blank | 'deleted'
}

/**
 * Everything personal that is known of a person goes, in one transaction: out of his records and those about him, the audit,
 * the facts and the stored calls. The records stay, without it, so that sums stay right. No hook is asked: none may keep it or
 * put it back. Once more on the same person with nothing new to erase, it answers the last receipt.
 */
export async function erase(run: Run): Promise<void> {
  const entity = entityOfRun(run)
  const { tx } = unitOf(run)
  const { view } = run.caller
  const keep = keepOf(run.input as { readonly keep?: readonly Keep[] }, view.schema)
  // Whoever writes to the person, or about him, has finished before the lock is ours, or begins after we have.
  await loadOne(run, run.id as string, { bin: 'with', right: 'read' })
  const schema = await run.engine.views.withRemoved(tenantOf(run), tx, view)
  const searching = { schema, tenant: tenantOf(run), session: tx, without: engineLogs(run), lock: 'update' } as const
  const known = await reachOf(searching, entity.name, run.id as string)
  const isKept = ({ name, ownedBy }: EntityIR) => keep.has(name) || (ownedBy !== undefined && keep.has(ownedBy.to))
  const reached = new Map([...known].filter(([entity]) => !isKept(entity)))
  const losses = lossesOf(reached, schema)
  const { counts: logs, unsealed } = await scrubLogs(run, reached)
  const before = (await receiptsOf(run.engine, tx, tenantOf(run), entity.name, run.id as string)).at(-1)
  if (before !== undefined && losses.length + logs.audit + logs.outbox + logs.idempotency === 0) {
    run.result = before
    return
  }
  if (losses.length > 0) await tx.write([...losses.map((loss) => writeOf(run, loss)), ...notedOf(run, losses)])
  if (losses.some(({ entity }) => entity.remembered)) await renew(run)
  const receipt = receiptOf(run, losses, keptOf(known, keep), logs)
  if (unsealed.length > 0) await unseal(run, receipt, unsealed)
  tell(run, losses, receipt)
  const { erasure } = run.engine.system
  run.pending.push({ type: 'insert', entity: erasure, tenant: tenantOf(run), rows: [rowOf(receipt)] })
  run.result = receipt
}

/** The sealed rows of the audit that have lost values name the receipt. */
async function unseal(run: Run, { id: of, at }: Erasure, ids: readonly string[]): Promise<void> {
  const { digestsOf, withdraw } = await import('../audit/withdraw.ts')
  const [{ tx }, ledger] = [unitOf(run), ledgerOf(run)]
  const digests = await digestsOf(tx, ledger, ids)
  await withdraw(tx, ledger, { id: run.engine.newId(), at, kind: 'erasure', of }, digests)
}

/** The engine's own logs: they are no records, and looked through apart. */
export function engineLogs({ engine: { system } }: Pick<Run, 'engine'>): ReadonlySet<string> {
  return new Set([system.audit, system.outbox, system.idempotency, system.erasure].map(({ name }) => name))
}

function lossesOf(known: Known, schema: Run['caller']['view']['schema']): readonly Loss[] {
  return [...known].flatMap(([entity, rows]) => {
    // What a person owns that names or reaches him says nothing without it: a phone, an address.
    const goes =
      entity.ownedBy !== undefined &&
      entityOf(schema, entity.ownedBy.to).subject !== undefined &&
      personalFields(entity).length > 0
    return [...rows.values()].flatMap((row): Loss[] => {
      const blank = goes ? 'deleted' : blankOf(entity, row)
      return blank === undefined ? [] : [{ entity, row, blank }]
    })
  })
}

function writeOf(run: Run, { entity, row, blank }: Loss): Write {
  const match = { id: row.id as string }
  const tenant = tenantOf(run)
  if (blank === 'deleted') return { type: 'delete', entity, tenant, rows: [match] }
  return { type: 'update', entity, tenant, rows: [{ match, set: { ...blank.set, ...touched(run, entity, row) } }] }
}

/** When it was changed, and how often: where a record tells. */
const touched = ({ at }: Run, { keeping }: EntityIR, { version }: Row): Row =>
  keeping === 'full' ? { updatedAt: at, version: Number(version) + 1 } : {}

/** What rollups lose of it: they go by what a record says, too. */
function notedOf(run: Run, losses: readonly Loss[]): readonly Write[] {
  const { rollups, newId } = run.engine
  const after = ({ entity, row, blank }: Loss) =>
    blank === 'deleted' ? null : { ...withValues(row, Object.entries(blank.set)), ...touched(run, entity, row) }
  return [...new Set(losses.map(({ entity }) => entity))].flatMap((entity) => {
    const own = losses.filter((loss) => loss.entity === entity)
    const written = own.map((loss) => ({ before: loss.row, after: after(loss) }))
    return rollups.noted(entity, tenantOf(run), written, newId) ?? []
  })
}

function receiptOf(run: Run, losses: readonly Loss[], kept: Erasure['kept'], logs: LogCounts): Erasure {
  const fields = (which: 'erased' | 'anonymised') =>
    losses.flatMap(({ entity, row, blank }) =>
      blank === 'deleted' || blank[which].length === 0
        ? []
        : [{ entity: entity.name, recordId: row.id as string, fields: blank[which] }],
    )
  return {
    id: run.engine.newId(),
    at: run.at,
    actor: run.caller.actor.user,
    reason: reasonOf(run),
    subject: { entity: entityOfRun(run).name, id: run.id as string },
    erased: fields('erased'),
    anonymised: fields('anonymised'),
    deleted: losses.flatMap(({ entity, row, blank }) =>
      blank === 'deleted' ? [{ entity: entity.name, recordId: row.id as string }] : [],
    ),
    kept,
    logs,
  }
}

const keptOf = (known: Known, keep: ReadonlyMap<string, string>): Erasure['kept'] =>
  [...keep].map(([name, reason]) => {
    const rows = [...known].find(([entity]) => entity.name === name)?.[1]
    return { entity: name, reason, recordIds: [...(rows?.keys() ?? [])] }
  })

/** The audit's rows, one fact, and the changes of a dry run: fields, and no values but in the preview. */
function tell(run: Run, losses: readonly Loss[], { id: receipt, subject }: Erasure): void {
  const records = losses.map(({ entity, row }) => ({ entity: entity.name, recordId: row.id as string }))
  for (const { entity, row, blank } of losses) {
    if (blank === 'deleted' || entity.keeping === 'log') continue
    const changes = Object.fromEntries(Object.entries(blank.set).map(([name, value]) => [name, [erasedMark, value]]))
    const about = { entity: entity.name, recordId: row.id, version: Number(row.version) + 1, action: 'erase', changes }
    run.audits.push(auditRow(run, about))
    const change = draft({ action: 'update', entity, id: row.id as string, at: '', before: row, input: {} })
    const after = withValues(row, Object.entries(blank.set))
    unitOf(run).changes?.push({ ...change, after, changed: Object.keys(blank.set) })
  }
  const about = { entity: subject.entity, recordId: subject.id, version: 0 }
  run.facts.push(factAbout(run, { ...about, type: `${subject.entity}.erased`, data: { receipt, records } }))
}
