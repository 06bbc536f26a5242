import { CrmError, invalid } from '../../error/index.ts'
import { type Condition, checkWhere } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { findAll, selectOf } from '../find.ts'
import { actionOf } from '../permission.ts'
import { checkCurrencies } from '../read/currency.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import { entityOfRun, fieldsOf } from './load-one.ts'

/** How many records one transaction of a batch takes. */
export const chunkSize = 1000

/** An input of exactly these keys. */
export function parseKeys({ raw }: Run, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw invalid('', `expected { ${keys.join(', ')} }`)
  for (const key of Object.keys(raw)) {
    if (!keys.includes(key))
      throw new CrmError('UNKNOWN_KEY', { details: { path: key }, hint: `The keys are ${keys.join(', ')}.` })
  }
  for (const key of keys) if (!Object.hasOwn(raw, key)) throw invalid(key, 'expected a value')
  return raw as Readonly<Record<string, unknown>>
}

/** The input of a batch by `where`: exactly these keys. */
export function parseMany(run: Run, keys: readonly string[]): Readonly<Record<string, unknown>> {
  const input = parseKeys(run, keys)
  checkWhere(input.where, entityOfRun(run), run.caller.context(run.now))
  return input
}

/**
 * The next records of a batch, locked: those that match among what the actor may read, and that he may do this to.
 * `where` sees what he sees; the records come out whole.
 */
export async function matching(run: Run, where: unknown, written: readonly string[]): Promise<readonly Row[]> {
  const entity = entityOfRun(run)
  const { tx } = unitOf(run)
  const policy = run.caller.policy(run.now)
  const condition = checkWhere(where, entity, run.caller.context(run.now))
  await checkCurrencies({ engine: run.engine, caller: run.caller, session: tx, policy }, condition)
  const after = run.chunk.after === null ? null : [run.chunk.after]
  const seen = await tx.select(
    selectOf(entity, tenantOf(run), { where: condition, access: policy, after, limit: chunkSize }),
  )
  const ids = seen.map(({ row }) => row.id as string)
  run.last = ids.length < chunkSize ? null : (ids.at(-1) ?? null)
  if (ids.length === 0) return []
  const among: Condition = { node: 'in', field: fieldOf(entity, 'id'), negated: false, values: ids }
  const allowed = policy?.may(actionOf(run.operation), entity, fieldsOf(entity, written))
  const locked = await tx.select(
    selectOf(entity, tenantOf(run), {
      where: allowed === undefined ? among : { node: 'and', all: [among, allowed] },
      lock: 'update',
    }),
  )
  const rows = locked.map(({ row }) => row)
  if (!run.engine.storage.capabilities.rowLocks) return rows
  // Before the lock somebody else may have changed what matched.
  const still = await findAll(tx, entity, tenantOf(run), ids, { where: condition, access: policy })
  return rows.filter((row) => still.has(row.id as string))
}
