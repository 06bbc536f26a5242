import type { Condition } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import type { Session, Transaction, Write } from '../../storage/index.ts'
import { among, chunksOf, selectAll } from '../find.ts'
import { idsDigest } from './digests.ts'
import { by, type Ledger } from './ledger.ts'

/** Why sealed rows were rewritten or taken away. */
export interface Withdrawal {
  readonly id: string
  readonly at: string
  readonly kind: 'erasure' | 'uninstall'
  /** The id of the erasure, or of the plugin. */
  readonly of: string
}

/**
 * Takes rows out of their seals, with a receipt: their digests stay, so that the chain holds, and lose the salt, so that
 * they prove nothing of what was there. The rows that are left have no seal then, and get another.
 */
export async function withdraw(
  tx: Transaction,
  { tenant, system }: Ledger,
  { id: receipt, ...why }: Withdrawal,
  digests: readonly Row[],
): Promise<void> {
  if (digests.length === 0) return
  const ids = digests.map(({ row }) => String(row))
  const row = { id: receipt, ...why, count: ids.length, rows: await idsDigest(ids), seal: null }
  await tx.write([{ type: 'insert', entity: system.auditReceipt, tenant, rows: [row] }])
  for (const some of chunksOf(digests)) {
    const rows = some.map(({ id }) => ({ match: { id: String(id) }, set: { salt: null, receipt } }))
    const write: Write = { type: 'update', entity: system.auditDigest, tenant, rows }
    await tx.write([write])
  }
}

/** The digests that stand for what these rows say. */
export async function digestsOf(session: Session, ledger: Ledger, ids: readonly string[]): Promise<readonly Row[]> {
  const { auditDigest } = ledger.system
  const current: Condition = { node: 'isNull', field: fieldOf(auditDigest, 'receipt'), negated: false }
  const digests: Row[] = []
  for (const some of chunksOf(ids)) {
    const where: Condition = { node: 'and', all: [among(fieldOf(auditDigest, 'row'), some), current] }
    digests.push(...(await selectAll(session, by(ledger, auditDigest, ['id'], { where }))))
  }
  return digests
}
