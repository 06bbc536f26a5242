import { among, type Condition } from '../../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../../schema/index.ts'
import type { Transaction, Write } from '../../storage/index.ts'
import { formatInstant } from '../../time/index.ts'
import { everywhere, type Lease } from '../job.ts'
import { type Leases, leaseTime } from '../leases.ts'
import type { Wanted } from '../queue.ts'
import { all, headsOf, is, rowsOf, standing, takenOf } from './find.ts'
import { leaseOf, priorities, type TakenRow, takenRow } from './rows.ts'
import { type Choice, choose } from './runs.ts'

/** How many rows are looked at for each that is wanted: lanes hide some. */
const breadth = 10
/** How long what waits behind somebody is left alone, in milliseconds: at work, and at rest. */
const [pause, rest] = [1000, 10_000]

/** What was taken; and, where that is nothing, whether there may be more behind what was made way with. */
export interface Claimed {
  readonly runs: readonly (readonly Lease[])[]
  readonly more: boolean
}

/** Takes jobs that are due, in a transaction of its own. */
export async function claim(
  tx: Transaction,
  jobs: EntityIR,
  { limit, owners }: Wanted,
  leases: Leases,
  now: number,
): Promise<Claimed> {
  const window = Math.max(limit * breadth, 50)
  const left = await abandonedRows(tx, jobs, leases.over(await takenOf(tx, jobs, owners), now).slice(0, window))
  const at = formatInstant(now)
  const due = await dueRows(tx, jobs, owners, at, window)
  if (left.length + due.length === 0) return { runs: [], more: false }
  const lanes = await standing(tx, jobs, [...left, ...due])
  const heads = headsOf(lanes)
  // Who vanished did the first of a lane; the rest of it he had not begun.
  const begun = new Set(left.filter(({ id, lane }) => lane === null || heads.get(lane)?.id === id))
  const lost = left.filter((row) => begun.has(row) && Number(row.attempt) >= Number(row.attempts))
  const unbegun = new Set(left.filter((row) => !begun.has(row)).map(({ id }) => id))
  const seen = [...left.filter((row) => !lost.includes(row)), ...due]
  const choice = choose([...seen, ...(await unseen(tx, jobs, seen, lanes, owners, at))], lanes, limit)
  const set = { state: 'active', leasedUntil: formatInstant(now + leaseTime) }
  const tries = (row: Row) => (unbegun.has(row.id) ? 0 : 1)
  const full = due.length >= window
  const write = {
    type: 'update',
    entity: jobs,
    tenant: everywhere,
    rows: [
      ...choice.runs
        .flat()
        .map((row) => ({ match: { id: row.id, fence: row.fence }, set, add: { attempt: tries(row), fence: 1 } })),
      ...lost.map(({ id, fence }) => ({
        match: { id, fence },
        set: { state: 'dead', dueAt: at, error: vanished },
      })),
      ...(full ? postponed(choice, now) : []),
    ],
  } as Write
  const [written] = write.rows.length === 0 ? [] : await tx.write([write])
  const counts = [...(written?.counts ?? [])]
  const runs = choice.runs.map((run) => {
    const own = counts.splice(0, run.length)
    const missed = own.indexOf(0)
    return run.slice(0, missed === -1 ? run.length : missed).map((row) => leaseOf(row, tries(row)))
  })
  const taken = runs.filter(({ length }) => length > 0)
  return { runs: taken, more: taken.length === 0 && (lost.length > 0 || (full && choice.blocked.length > 0)) }
}

const vanished = { code: 'STALE_LEASE', message: 'The process was gone before the job was done, at every try.' }

/** Those of some rows that nothing was heard of to this moment, and that nobody is at work with. */
async function abandonedRows(tx: Transaction, jobs: EntityIR, over: readonly TakenRow[]): Promise<readonly Row[]> {
  if (over.length === 0) return []
  const stamps = new Map(over.map(({ id, stamp }) => [id, stamp]))
  const ids = [...stamps.keys()]
  const where = all(among(fieldOf(jobs, 'id'), ids), is(jobs, 'state', 'active'))
  const rows = await rowsOf(tx, jobs, { where, limit: ids.length, lock: 'skipLocked' }, 'leasedUntil')
  return rows.filter((row) => stamps.get(String(row.id)) === takenRow(row).stamp)
}

const isDue = (jobs: EntityIR, owners: readonly string[], at: string): Condition =>
  all(
    is(jobs, 'state', 'ready'),
    { node: 'compare', field: fieldOf(jobs, 'dueAt'), op: 'lte', value: at },
    among(fieldOf(jobs, 'owner'), owners),
  )

/** What is due in the lanes of what was seen, and was not seen among so many. */
async function unseen(
  tx: Transaction,
  jobs: EntityIR,
  seen: readonly Row[],
  lanes: readonly Row[],
  owners: readonly string[],
  at: string,
): Promise<readonly Row[]> {
  const known = new Set(seen.map(({ id }) => id))
  const missing = lanes.filter(({ id, state, dueAt }) => state === 'ready' && String(dueAt) <= at && !known.has(id))
  if (missing.length === 0) return []
  const ids = missing.map(({ id }) => String(id))
  const where = all(isDue(jobs, owners, at), among(fieldOf(jobs, 'id'), ids))
  return rowsOf(tx, jobs, { where, limit: ids.length, lock: 'skipLocked' })
}

/** What is due, the urgent first. */
async function dueRows(
  tx: Transaction,
  jobs: EntityIR,
  owners: readonly string[],
  at: string,
  window: number,
): Promise<readonly Row[]> {
  const due: Row[] = []
  for (const rank of priorities.keys()) {
    if (due.length >= window) break
    const where = all(isDue(jobs, owners, at), is(jobs, 'rank', rank))
    due.push(...(await rowsOf(tx, jobs, { where, limit: window, lock: 'skipLocked' }, 'dueAt')))
  }
  return due
}

/** Where lanes that wait fill the view, they make room: what lies behind them is due as well. */
function postponed({ blocked }: Choice, now: number) {
  const latest = formatInstant(now + rest)
  const soon = formatInstant(now + pause)
  return blocked
    .filter(({ row }) => row.state === 'ready')
    .map(({ row, head }) => {
      // Not for as long as the head rests: somebody may take it away.
      const [, dueAt] = head.state === 'ready' ? [soon, String(head.dueAt), latest].toSorted() : [soon, soon]
      return { match: { id: row.id, fence: row.fence }, set: { dueAt } }
    })
}
