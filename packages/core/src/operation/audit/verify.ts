import { always } from '../../query/index.ts'
import { countOf, pagesOf } from '../find.ts'
import type { Run } from '../run.ts'
import { addedRows } from './added.ts'
import { Chain } from './chain.ts'
import { by, ledgerOf, sealed } from './ledger.ts'
import { receiptProblems } from './receipts.ts'
import type { AuditHead, AuditProblem, AuditVerification } from './types.ts'

/** How many problems are told: the first of them. */
const most = 1000

/**
 * Proves the audit of the caller's tenant: every sealed row says what it said, none is missing and none was put in, and
 * each seal follows from the one before.
 */
export async function verify(run: Run, kept?: AuditHead): Promise<AuditVerification> {
  const first = await look(run, kept)
  if (first.problems.length === 0) return first
  // What was sealed or erased while it was looked at is no problem when it is looked at again.
  const before = new Set(first.problems.map(spell))
  const second = await look(run, kept)
  return { ...second, problems: second.problems.filter((one) => before.has(spell(one))).slice(0, most) }
}

const spell = (problem: AuditProblem): string => JSON.stringify(Object.entries(problem))

async function look(run: Run, kept: AuditHead | undefined): Promise<AuditVerification> {
  const ledger = ledgerOf(run)
  const session = run.unit?.tx ?? run.engine.storage.session
  const { audit, auditSeal, auditReceipt } = ledger.system
  const chain = new Chain(ledger, session, kept)
  for await (const seals of pagesOf(session, by(ledger, auditSeal, ['number', 'id']))) await chain.take(seals)
  const problems = [...chain.end()]
  problems.push(...(await addedRows(ledger, session, chain.last)))
  problems.push(...(await receiptProblems(ledger, session, chain.receipts, run.engine.system.erasure)))
  const count = (parts: { readonly where?: Parameters<typeof countOf>[1]['where'] }, entity = audit) =>
    countOf(session, { entity, tenant: ledger.tenant, access: null, bin: 'with', where: always, ...parts })
  return {
    rows: await count({}),
    sealed: await count({ where: sealed(audit) }),
    seals: chain.count,
    head: chain.head,
    receipts: await count({}, auditReceipt),
    problems: unique(problems),
  }
}

function unique(problems: readonly AuditProblem[]): readonly AuditProblem[] {
  return [...new Map(problems.map((problem) => [spell(problem), problem])).values()]
}
