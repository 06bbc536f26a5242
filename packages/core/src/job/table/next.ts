import { among } from '../../query/index.ts'
import { type EntityIR, fieldOf, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { formatInstant } from '../../time/index.ts'
import type { Leases } from '../leases.ts'
import type { Wanted } from '../queue.ts'
import { all, by, headsOf, is, selectJobs, standing, takenOf } from './find.ts'
import { priorities, takenRow } from './rows.ts'

/** How many rows of a priority are looked at. */
const window = 100

/** When the next job may be taken, as far as is known: what waits in a lane is due when its head is. */
export async function nextOf(
  session: Session,
  jobs: EntityIR,
  { owners }: Wanted,
  leases: Leases,
  now: number,
): Promise<string | null> {
  const queries = [...priorities.keys()].map((rank) => {
    const where = all(is(jobs, 'state', 'ready'), is(jobs, 'rank', rank), among(fieldOf(jobs, 'owner'), owners))
    return selectJobs(jobs, { where, orderBy: by(jobs, 'dueAt'), limit: window })
  })
  const pages = (await session.selectMany(queries)).map((page) => page.map(({ row }) => row))
  const taken = await takenOf(session, jobs, owners)
  leases.over(taken, now)
  const ready = pages.flat()
  const heads = headsOf(await standing(session, jobs, ready))
  const timeOf = (row: Row) =>
    row.state === 'active' ? formatInstant(leases.end(takenRow(row), now)) : String(row.dueAt)
  const times = [
    ...taken.map(({ row }) => timeOf(row)),
    ...ready.map((row) => timeOf(heads.get(row.lane) ?? row)),
    // What lies behind may be due at once with the last.
    ...pages.flatMap((page) => (page.length < window ? [] : [String(page.at(-1)?.dueAt)])),
  ]
  return times.toSorted()[0] ?? null
}
