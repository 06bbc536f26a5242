import type { Condition, SortKey } from '../../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../../schema/index.ts'
import { selectAll, selectOf } from '../find.ts'
import type { Read } from './read.ts'

/**
 * What one of the engine's logs has on a record, oldest first; without the two columns that say which record it is. The order
 * is that of the ids, which increase where a clock steps back.
 */
export async function logOf(read: Read, log: EntityIR, record: Row, by: string): Promise<readonly Row[]> {
  const is = (name: string, value: string): Condition => ({
    node: 'compare',
    field: fieldOf(log, name),
    op: 'eq',
    value,
  })
  const key = (name: string): SortKey => ({ path: { hops: [], field: fieldOf(log, name) }, direction: 'asc' })
  const where: Condition = { node: 'and', all: [is('entity', read.entity.name), is('recordId', record.id as string)] }
  const query = selectOf(log, read.caller.actor.tenant, { where, bin: 'with', orderBy: [key(by), key('id')] })
  const rows = (await selectAll(read.session, query)).toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
  return rows.map(({ entity: _, recordId: __, ...row }) => row)
}
