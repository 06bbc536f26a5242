import { among, type Condition, type Literal, type SelectQuery, selectOf } from '../../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../../schema/index.ts'
import type { Transaction, Write } from '../../storage/index.ts'
import { formatInstant } from '../../time/index.ts'
import { everywhere, type Lease } from '../job.ts'
import type { Wanted } from '../queue.ts'
import { type Leases, leaseTime } from './leases.ts'
import { leaseOf, priorities } from './rows.ts'
import { type Choice, choose } from './runs.ts'

/** How many rows are looked at for each that is wanted: lanes hide some. */
const breadth = 10
/** How long what waits behind somebody at work is left alone, in milliseconds. */
const pause = 1000

/** Takes jobs that are due, in a transaction of its own. */
export async function claim(
  tx: Transaction,
  jobs: EntityIR,
  { limit, owners }: Wanted,
  leases: Leases,
  now: number,
): Promise<readonly (readonly Lease[])[]> {
  const window = Math.max(limit * breadth, 50)
  const at = formatInstant(now)
  const taken = await rowsOf(tx, jobs, { where: is(jobs, 'state', 'active'), limit: 1000, lock: 'skipLocked' })
  const candidates = leases.over(taken, now).filter(({ owner }) => owners.includes(String(owner)))
  const [abandoned, over] = [candidates.filter(isSpent), candidates.filter((row) => !isSpent(row))]
  const due: Row[] = []
  for (const rank of priorities.keys()) {
    if (over.length + due.length >= window) break
    const where = all(
      is(jobs, 'state', 'ready'),
      is(jobs, 'rank', rank),
      { node: 'compare', field: fieldOf(jobs, 'dueAt'), op: 'lte', value: at },
      among(fieldOf(jobs, 'owner'), owners),
    )
    due.push(...(await rowsOf(tx, jobs, { where, limit: window, lock: 'skipLocked' }, 'dueAt')))
  }
  const able = [...over, ...due]
  if (able.length + abandoned.length === 0) return []
  const choice = choose(able, await standing(tx, jobs, able), limit)
  const set = { state: 'active', leasedUntil: formatInstant(now + leaseTime) }
  const claimed = choice.runs.flat()
  const updates = [
    ...claimed.map(({ id, fence }) => ({ match: { id, fence }, set, add: { attempt: 1, fence: 1 } })),
    ...abandoned.map(({ id, fence }) => ({ match: { id, fence }, set: { state: 'dead', error: vanished } })),
    ...(due.length < window ? [] : postponed(choice, now)),
  ]
  const write = { type: 'update', entity: jobs, tenant: everywhere, rows: updates } as Write
  if (updates.length > 0) await tx.write([write])
  return choice.runs.map((run) => run.map(leaseOf))
}

/** Whose process was gone every time that it was tried. */
const isSpent = ({ attempt, attempts }: Row): boolean => Number(attempt) >= Number(attempts)
const vanished = { code: 'STALE_LEASE', message: 'The process was gone before the job was done, at every try.' }

/** The first rows of the lanes of some rows, in their order. */
async function standing(tx: Transaction, jobs: EntityIR, rows: readonly Row[]): Promise<readonly Row[]> {
  const lanes = [...new Set(rows.flatMap(({ lane }) => (typeof lane === 'string' ? [lane] : [])))]
  if (lanes.length === 0) return []
  const lane = fieldOf(jobs, 'lane')
  const where = all(among(lane, lanes), among(fieldOf(jobs, 'state'), ['ready', 'active']))
  return rowsOf(tx, jobs, { where, limit: 20, perParent: lane }, 'place')
}

/** Where lanes that wait fill the view, they make room: what lies behind them is due as well. */
function postponed({ blocked }: Choice, now: number) {
  return blocked.map(({ row, head }) => {
    const soon = formatInstant(now + pause)
    const until = head.state === 'ready' && String(head.dueAt) > soon ? String(head.dueAt) : soon
    return { match: { id: row.id, fence: row.fence }, set: { dueAt: until } }
  })
}

async function rowsOf(
  tx: Transaction,
  jobs: EntityIR,
  parts: Partial<SelectQuery>,
  by?: string,
): Promise<readonly Row[]> {
  const { orderBy: byId } = selectOf(jobs, everywhere)
  const first = by === undefined ? [] : [{ path: { hops: [], field: fieldOf(jobs, by) }, direction: 'asc' as const }]
  const query = selectOf(jobs, everywhere, { bin: 'with', orderBy: [...first, ...byId], ...parts })
  return (await tx.select(query)).map(({ row }) => row)
}

export const is = (jobs: EntityIR, field: string, value: Literal): Condition => among(fieldOf(jobs, field), [value])
export const all = (...conditions: readonly Condition[]): Condition => ({ node: 'and', all: conditions })
