import { CrmError } from '../../error/index.ts'
import { type Condition, checkWhere, matchesCondition } from '../../query/index.ts'
import { type EntityIR, fieldOf, hasOwner, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { among, countOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import type { Change } from './change.ts'

/**
 * Nobody owns more open records than he may: `CAP_REACHED`. Only those who get some are asked, each of them; one at a
 * time, so that two who reach for the last place do not both get it. Without caps it costs nothing.
 */
export async function checkCaps(run: Run, session: () => Promise<Session>): Promise<void> {
  const { caps } = run.caller.view
  if (caps.size === 0) return
  const gains = new Map<string, Gain>()
  for (const entity of new Set(run.changes.map((change) => change.entity))) {
    const cap = caps.get(entity.name)
    if (cap === undefined || !hasOwner(entity) || entity.open === false) continue
    const open = checkWhere(entity.open, entity, run.caller.context(run.now))
    for (const { before, after, at, entity: own } of run.changes) {
      const user = own === entity && holds(open, after) ? (after.ownerId as string | null) : null
      if (user === null || (before?.ownerId === user && holds(open, before))) continue
      const most = cap.users.get(user) ?? cap.everybody
      const key = `${entity.name}/${user}`
      if (most !== undefined && !gains.has(key)) gains.set(key, { entity, user, most, open, at })
    }
  }
  // In one order for everybody, or two would wait for each other.
  for (const [key, gain] of [...gains].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await unitOf(run).tx.lock(`${tenantOf(run)}/ownershipCap/${key}`)
    await check(run, gain, session)
  }
}

interface Gain {
  readonly entity: EntityIR
  readonly user: string
  readonly most: number
  readonly open: Condition
  readonly at: Change['at']
}

/** Whether a record counts: it is there, and open as far as it can tell by itself. */
const holds = (open: Condition, row: Row): boolean => row.deletedAt === null && matchesCondition(open, row) !== false

async function check(run: Run, { entity, user, most, open, at }: Gain, session: () => Promise<Session>): Promise<void> {
  const where: Condition = { node: 'and', all: [among(fieldOf(entity, 'ownerId'), [user]), open] }
  const count = await countOf(await session(), { entity, tenant: tenantOf(run), access: null, where })
  if (count <= most) return
  throw new CrmError('CAP_REACHED', {
    details: { path: at === '' ? 'ownerId' : `${at}.ownerId`, entity: entity.name, user, most },
  })
}
