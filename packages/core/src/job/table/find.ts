import { among, type Condition, type Literal, type SelectQuery, type SortKey, selectOf } from '../../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { everywhere } from '../job.ts'
import { type TakenRow, takenRow } from './rows.ts'

/** By a field, then by id. */
export const by = (jobs: EntityIR, field: string, direction: 'asc' | 'desc' = 'asc'): readonly SortKey[] =>
  [field, 'id'].map((name) => ({ path: { hops: [], field: fieldOf(jobs, name) }, direction }))

export const selectJobs = (jobs: EntityIR, parts: Partial<SelectQuery>): SelectQuery =>
  selectOf(jobs, everywhere, { bin: 'with', ...parts })

export async function rowsOf(
  session: Session,
  jobs: EntityIR,
  parts: Partial<SelectQuery>,
  field?: string,
): Promise<readonly Row[]> {
  const query = selectJobs(jobs, field === undefined ? parts : { orderBy: by(jobs, field), ...parts })
  return (await session.select(query)).map(({ row }) => row)
}

/** What workers have of these owners; if that is much, what they have said least of. */
export async function takenOf(
  session: Session,
  jobs: EntityIR,
  owners: readonly string[],
): Promise<readonly TakenRow[]> {
  const where = all(is(jobs, 'state', 'active'), among(fieldOf(jobs, 'owner'), owners))
  return (await rowsOf(session, jobs, { where, limit: 1000 }, 'leasedUntil')).map(takenRow)
}

/** The first rows of the lanes of some rows, in their order. */
export async function standing(session: Session, jobs: EntityIR, rows: readonly Row[]): Promise<readonly Row[]> {
  const lanes = [...new Set(rows.flatMap(({ lane }) => (typeof lane === 'string' ? [lane] : [])))]
  if (lanes.length === 0) return []
  const lane = fieldOf(jobs, 'lane')
  const where = all(among(lane, lanes), among(fieldOf(jobs, 'state'), ['ready', 'active']))
  return rowsOf(session, jobs, { where, limit: 20, perParent: lane }, 'place')
}

/** The first of each lane, of rows in their order. */
export function headsOf(rows: readonly Row[]): ReadonlyMap<unknown, Row> {
  const heads = new Map<unknown, Row>()
  for (const row of rows) if (!heads.has(row.lane)) heads.set(row.lane, row)
  return heads
}

export const is = (jobs: EntityIR, field: string, value: Literal): Condition => among(fieldOf(jobs, field), [value])
export const all = (...conditions: readonly Condition[]): Condition => ({ node: 'and', all: conditions })
