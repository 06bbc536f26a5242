import type { Condition } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import type { Engine } from '../engine.ts'
import { selectAll, selectOf } from '../find.ts'
import type { LogCounts } from './logs.ts'

/**
 * Fields of one record that an erasure emptied or replaced.
 *
 * @example
 * const tell = ({ entity, recordId, fields }: ErasedRecord) => `${entity} ${recordId}: ${fields.join(', ')}`
 */
export interface ErasedRecord {
  readonly entity: string
  readonly recordId: string
  readonly fields: readonly string[]
}

/**
 * The receipt of an erasure: what was done, and no value of it.
 *
 * @example
 * const receipt: Erasure = await me.contacts.eraseSubject('p_1', {}, { reason: 'asked on 3 March' })
 * console.log(receipt.erased.length, receipt.deleted.length, receipt.logs)
 */
export interface Erasure {
  readonly id: string
  readonly at: string
  /** The user's id, or `system`. */
  readonly actor: string
  readonly reason: string | null
  readonly subject: { readonly entity: string; readonly id: string }
  /** Fields that have no value any more. */
  readonly erased: readonly ErasedRecord[]
  /** Fields that must have a value, and have one now that says nothing. */
  readonly anonymised: readonly ErasedRecord[]
  /** Records that are gone, such as contact points. */
  readonly deleted: readonly { readonly entity: string; readonly recordId: string }[]
  /** What was found and left as it is, for the reason that the caller gave. */
  readonly kept: readonly { readonly entity: string; readonly reason: string; readonly recordIds: readonly string[] }[]
  /** How many rows of the audit, of the stored facts and of the stored calls lost their values. */
  readonly logs: LogCounts
}

/** A receipt as a row of its log. */
export function rowOf({ id, at, actor, reason, subject, ...details }: Erasure): Row {
  return { id, at, actor, reason, entity: subject.entity, recordId: subject.id, details }
}

/** The receipts of a record's erasures, oldest first. */
export async function receiptsOf(
  { system: { erasure } }: Engine,
  session: Session,
  tenant: string,
  entity: string,
  id: string,
): Promise<readonly Erasure[]> {
  const is = (name: string, value: string): Condition => ({
    node: 'compare',
    field: fieldOf(erasure, name),
    op: 'eq',
    value,
  })
  const where: Condition = { node: 'and', all: [is('entity', entity), is('recordId', id)] }
  const by = (name: string) => ({ path: { hops: [], field: fieldOf(erasure, name) }, direction: 'asc' }) as const
  const query = selectOf(erasure, tenant, { where, bin: 'with', orderBy: [by('at'), by('id')] })
  return (await selectAll(session, query)).map(erasureOf)
}

/** A row of the log as the receipt that it holds. */
function erasureOf({ id, at, actor, reason, entity, recordId, details }: Row): Erasure {
  return { id, at, actor, reason, subject: { entity, id: recordId }, ...(details as object) } as Erasure
}
