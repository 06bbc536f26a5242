import { CrmError } from '../../error/index.ts'
import type { AnyContext, AnyHooks, Done } from '../../operation/index.ts'
import type { Row } from '../../schema/index.ts'

/** Keeps `memberReach`: who is below whom, at any depth, each time members are written. */
export const reachHooks: AnyHooks = {
  async afterWrite(changes, context) {
    if (!changes.some(concernsReach)) return
    const reach = context.table('memberReach')
    await reach.lock()
    const members = new Map((await context.table('member').all({})).map((row) => [row.id as string, row]))
    const rows = await reach.all({})
    const touched = new Set(changes.map(({ id }) => id))
    const users = new Set(changes.flatMap(({ before, after }) => [before?.userId, after.userId]))
    // Whoever was below a touched member, or is now, has other people above him.
    const affected = new Set([
      ...touched,
      ...rows.filter((row) => users.has(row.viewer)).map((row) => row.memberId as string),
    ])
    for (const [id] of members) if (above(id, members).some((one) => touched.has(one.id as string))) affected.add(id)
    await replace(reach, affected, members, rows)
  },
}

async function replace(
  reach: ReturnType<AnyContext['table']>,
  affected: ReadonlySet<string>,
  members: ReadonlyMap<string, Row>,
  rows: readonly Row[],
) {
  const key = (memberId: unknown, viewer: unknown) => JSON.stringify([memberId, viewer])
  const there = new Map(
    rows.filter((row) => affected.has(row.memberId as string)).map((row) => [key(row.memberId, row.viewer), row]),
  )
  const missing: Row[] = []
  for (const memberId of affected) {
    if (!members.has(memberId)) continue
    for (const { userId: viewer } of above(memberId, members)) {
      if (!there.delete(key(memberId, viewer))) missing.push({ memberId, viewer })
    }
  }
  if (there.size > 0) await reach.delete([...there.values()].map((row) => ({ id: row.id as string })))
  if (missing.length > 0) await reach.insert(missing)
}

/** A member and everybody above him. */
function above(id: string, members: ReadonlyMap<string, Row>): readonly Row[] {
  const chain: Row[] = []
  for (let at = members.get(id); at !== undefined; at = members.get(at.managerId as string)) {
    if (chain.includes(at)) {
      throw new CrmError('INVALID', {
        details: { path: 'managerId', problem: 'nobody can be his own manager, at any remove' },
        hint: 'Choose another manager.',
      })
    }
    chain.push(at)
  }
  return chain
}

/** Only a place in the tree, a user id, or coming and going matter. */
function concernsReach({ action, before, after }: Done): boolean {
  return action !== 'update' || before?.managerId !== after.managerId || before?.userId !== after.userId
}
