import type { Condition } from '../../query/index.ts'
import { type EntityIR, entityOf, fieldOf, type Row, type Schema } from '../../schema/index.ts'
import type { Among, MigrationStep, Session, StorageAdapter, Transaction } from '../../storage/index.ts'
import { among, chunksOf, pagesOf, selectAll } from '../find.ts'
import { alone, by, type Ledger, sealed } from './ledger.ts'
import { digestsOf, withdraw } from './withdraw.ts'

/** An uninstall that is about to be. */
export interface Uninstalling {
  readonly plugin: string
  readonly storage: StorageAdapter
  readonly schema: Schema
  readonly steps: readonly MigrationStep[]
  readonly newId: () => string
  readonly at: string
}

/** Withdraws what the steps will take out of the audit of any tenant. What is left of it is sealed anew. */
export async function withdrawUninstalled(uninstalling: Uninstalling): Promise<void> {
  const { storage, schema } = uninstalling
  const system = {
    audit: entityOf(schema, 'audit'),
    auditDigest: entityOf(schema, 'auditDigest'),
    auditSeal: entityOf(schema, 'auditSeal'),
    auditReceipt: entityOf(schema, 'auditReceipt'),
  }
  for (const tenant of await storage.inspection.tenants()) {
    const tx = await storage.begin()
    try {
      await withdrawIn(tx, { tenant, system }, uninstalling)
      await tx.commit()
    } catch (error) {
      await tx.rollback()
      throw error
    }
  }
}

async function withdrawIn(tx: Transaction, ledger: Ledger, uninstalling: Uninstalling): Promise<void> {
  const { tenant, system } = ledger
  const { plugin, steps, schema, newId, at } = uninstalling
  await alone(tx, ledger)
  const ids = await affected(tx, ledger, steps)
  for (const some of chunksOf(ids)) {
    const rows = some.map((id) => ({ match: { id }, set: { seal: null } }))
    await tx.write([{ type: 'update', entity: system.audit, tenant, rows }])
  }
  const digests = await digestsOf(tx, ledger, ids)
  const orphans = await orphaned(tx, ledger, entityOf(schema, 'erasure'), steps)
  await withdraw(tx, ledger, { id: newId(), at, kind: 'uninstall', of: plugin }, [...digests, ...orphans])
}

/** The sealed rows of the audit that steps take away or rewrite. */
async function affected(session: Session, ledger: Ledger, steps: readonly MigrationStep[]): Promise<readonly string[]> {
  const { audit } = ledger.system
  const ids = new Set<string>()
  for (const step of steps) {
    if ((step.step !== 'dropRows' && step.step !== 'dropKeys') || step.table !== audit.plural) continue
    const where: Condition = { node: 'and', all: [sealed(audit), amongAll(audit, step.among)] }
    for await (const page of pagesOf(session, by(ledger, audit, ['id'], { where })))
      for (const { id, changes } of page)
        if (step.step === 'dropRows' || step.paths.some((path) => leads(changes, path))) ids.add(String(id))
  }
  return [...ids]
}

/** The digests whose receipts name an erasure that goes: one of a plugin's own persons. */
async function orphaned(
  session: Session,
  ledger: Ledger,
  erasure: EntityIR,
  steps: readonly MigrationStep[],
): Promise<readonly Row[]> {
  const { auditDigest, auditReceipt } = ledger.system
  const find = async (entity: EntityIR, name: string, values: readonly string[]) => {
    const found: Row[] = []
    for (const some of chunksOf(values)) {
      const where = among(fieldOf(entity, name), some)
      found.push(...(await selectAll(session, by(ledger, entity, ['id'], { where }))))
    }
    return found
  }
  const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => String(id))
  const going: Row[] = []
  for (const step of steps)
    if (step.step === 'dropRows' && step.table === erasure.plural)
      going.push(...(await selectAll(session, by(ledger, erasure, ['id'], { where: amongAll(erasure, step.among) }))))
  return find(auditDigest, 'receipt', idsOf(await find(auditReceipt, 'of', idsOf(going))))
}

const amongAll = (entity: EntityIR, values: Among): Condition => ({
  node: 'and',
  all: Object.entries(values).map(([name, some]) => among(fieldOf(entity, name), some)),
})

/** Whether a document has something at a path; `*` is every item of a list. */
function leads(document: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true
  if (typeof document !== 'object' || document === null) return false
  if (key === '*') return Array.isArray(document) && document.some((item) => leads(item, rest))
  return Object.hasOwn(document, key) && leads((document as Row)[key], rest)
}
