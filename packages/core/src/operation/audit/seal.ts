import type { EntityIR, Row } from '../../schema/index.ts'
import type { Write } from '../../storage/index.ts'
import { salt } from '../../time/index.ts'
import { type Run, unitOf } from '../run.ts'
import { coveredDigest, rowDigest, sealDigest } from './digests.ts'
import { alone, by, ledgerOf, sealable, sealed } from './ledger.ts'
import type { AuditSealing } from './types.ts'

/** How many rows a seal covers at most. */
const most = 1000

/**
 * Seals the oldest rows that are not sealed. They are found by that, and not by what lies behind the last one: a row may
 * be committed later than others that are younger.
 */
export async function seal(run: Run): Promise<AuditSealing> {
  const { engine, at } = run
  const { system } = engine
  const { tx } = unitOf(run)
  const ledger = ledgerOf(run)
  const { tenant } = ledger
  await alone(tx, ledger)
  const writes: Write[] = []
  const digests: Row[] = []
  const last = by(ledger, system.auditSeal, ['number', 'id'], { direction: 'desc', limit: 1 })
  const [head] = (await tx.select(last)).map(({ row }) => row)
  const number = Number(head?.number ?? 0) + 1
  for (const entity of sealable(ledger)) {
    const room = most - digests.length
    if (room === 0) break
    const found = await tx.select(by(ledger, entity, ['seal', 'id'], { where: sealed(entity, false), limit: room }))
    const said = await Promise.all(found.map(({ row }) => saltedDigest(entity, row)))
    digests.push(...said.map((one) => ({ id: engine.newId(), ...one, seal: number, receipt: null })))
    const rows = found.map(({ row }) => ({ match: { id: String(row.id) }, set: { seal: number } }))
    if (rows.length > 0) writes.push({ type: 'update', entity, tenant, rows })
  }
  if (digests.length === 0) return { rows: 0, more: false }
  const covered = { count: digests.length, rows: await coveredDigest(digests) }
  const link = { id: engine.newId(), number, at, ...covered, previous: head?.digest ?? null }
  writes.push({ type: 'insert', entity: system.auditDigest, tenant, rows: digests })
  const seals = [{ ...link, digest: await sealDigest(tenant, link) }]
  writes.push({ type: 'insert', entity: system.auditSeal, tenant, rows: seals })
  await tx.write(writes)
  return { rows: digests.length, more: digests.length === most }
}

async function saltedDigest(entity: EntityIR, row: Row): Promise<Row> {
  const own = salt()
  return { row: row.id, salt: own, digest: await rowDigest(entity, row, own) }
}
