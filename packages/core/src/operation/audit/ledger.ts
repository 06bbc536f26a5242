import type { Condition, SelectQuery, SortKey } from '../../query/index.ts'
import { type EntityIR, fieldOf } from '../../schema/index.ts'
import type { Transaction } from '../../storage/index.ts'
import type { SystemEntities } from '../engine.ts'
import { selectOf } from '../find.ts'
import { type Run, tenantOf } from '../run.ts'

/** The audit of a tenant: what is sealed, and what seals it. */
export interface Ledger {
  readonly tenant: string
  readonly system: Pick<SystemEntities, 'audit' | 'auditDigest' | 'auditSeal' | 'auditReceipt'>
}

export const ledgerOf = (run: Run): Ledger => ({ tenant: tenantOf(run), system: run.engine.system })

/** The tables whose rows are sealed. */
export const sealable = ({ system }: Ledger): readonly EntityIR[] => [system.audit, system.auditReceipt]

/** Whoever seals, or rewrites what is sealed, does it alone until the transaction ends. */
export const alone = (tx: Transaction, { tenant }: Ledger): Promise<void> => tx.lock(`${tenant}/auditSeal`)

/** All rows that a condition finds, by some fields. */
export function by(
  { tenant }: Ledger,
  entity: EntityIR,
  fields: readonly string[],
  parts: Partial<SelectQuery> & { readonly direction?: SortKey['direction'] } = {},
): SelectQuery {
  const { direction = 'asc', ...rest } = parts
  const orderBy = fields.map((name) => ({ path: { hops: [], field: fieldOf(entity, name) }, direction }))
  return selectOf(entity, tenant, { bin: 'with', orderBy, ...rest })
}

/** Rows that were sealed, or were not. */
export const sealed = (entity: EntityIR, negated = true): Condition => ({
  node: 'isNull',
  field: fieldOf(entity, 'seal'),
  negated,
})
