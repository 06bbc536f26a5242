import type { Condition, SortKey } from '../../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../../schema/index.ts'
import { among, selectAll, selectOf } from '../find.ts'
import type { Read } from './read.ts'

/**
 * What one of the engine's logs has on a record, oldest first; without the two columns that say which record it is. The order
 * is that of the ids, which increase where a clock steps back.
 */
export async function logOf(read: Read, log: EntityIR, record: Row, by: string): Promise<readonly Row[]> {
  return (await logsOf(read, log, [record], by)).get(String(record.id)) ?? []
}

/** The same of several records, by their ids. */
export async function logsOf(
  read: Read,
  log: EntityIR,
  records: readonly Row[],
  by: string,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found = new Map<string, Row[]>(records.map(({ id }) => [String(id), []]))
  if (found.size === 0) return found
  const is = (name: string, value: string): Condition => ({
    node: 'compare',
    field: fieldOf(log, name),
    op: 'eq',
    value,
  })
  const key = (name: string): SortKey => ({ path: { hops: [], field: fieldOf(log, name) }, direction: 'asc' })
  const own: Condition[] = [is('entity', read.entity.name), among(fieldOf(log, 'recordId'), [...found.keys()])]
  const where: Condition = { node: 'and', all: own }
  const query = selectOf(log, read.caller.actor.tenant, { where, bin: 'with', orderBy: [key(by), key('id')] })
  const rows = (await selectAll(read.session, query)).toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
  for (const { entity: _, recordId, ...row } of rows) found.get(String(recordId))?.push(row)
  return found
}
