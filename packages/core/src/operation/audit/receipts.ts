import type { EntityIR } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { findAll } from '../find.ts'
import { idsDigest } from './digests.ts'
import type { Ledger } from './ledger.ts'
import type { AuditProblem } from './types.ts'

/** Rows that were withdrawn from their seals, and no receipt names them: the erasure is there, and it was these rows. */
export async function receiptProblems(
  { tenant, system }: Ledger,
  session: Session,
  withdrawn: ReadonlyMap<string, readonly string[]>,
  erasure: EntityIR,
): Promise<readonly AuditProblem[]> {
  const problems: AuditProblem[] = []
  const receipts = await findAll(session, system.auditReceipt, tenant, [...withdrawn.keys()], { bin: 'with' })
  const erasing = [...receipts.values()].filter(({ kind }) => kind === 'erasure').map(({ of }) => String(of))
  const erasures = await findAll(session, erasure, tenant, erasing, { bin: 'with' })
  for (const [id, rows] of withdrawn) {
    const receipt = receipts.get(id)
    const stands = receipt !== undefined && (receipt.kind !== 'erasure' || erasures.has(String(receipt.of)))
    if (stands && receipt.count === rows.length && receipt.rows === (await idsDigest(rows))) continue
    for (const row of rows) problems.push({ id: row, problem: 'erased_without_receipt' })
  }
  return problems
}
