import { countOf, selectOf } from '../operation/index.ts'
import { entityOf } from '../schema/index.ts'
import { type Finding, mostIds } from '../storage/index.ts'
import type { TenantCheck } from './check.ts'

/** Records of users who are no members: teams and managers do not reach them. */
export const owners: TenantCheck = async ({ session, tenant, view }) => {
  const members = entityOf(view.schema, 'member')
  // Who has no members at all has no teams either.
  if ((await session.select(selectOf(members, tenant, { limit: 1 }))).length === 0) return []
  const findings: Finding[] = []
  for (const entity of view.schema.entities.values()) {
    const relation = [...entity.one.values()].find(({ to, via }) => to === 'member' && via.name === 'ownerId')
    if (relation === undefined) continue
    const field = relation.via
    const where = {
      node: 'and',
      all: [
        { node: 'isNull', field, negated: true },
        { node: 'one', relation, is: 'none' },
      ],
    } as const
    const whose = { entity, tenant, access: null, bin: 'without' } as const
    const count = await countOf(session, { ...whose, where })
    if (count === 0) continue
    const key = { name: 'user', path: { hops: [], field }, bucket: undefined }
    const most = { name: 'count', fn: 'count', path: undefined } as const
    const users = await session.aggregate({
      ...whose,
      where,
      groupBy: [key],
      measures: [most],
      having: null,
      orderBy: [{ name: 'count', direction: 'desc' }],
      limit: mostIds,
    })
    findings.push({
      code: 'owner_no_member',
      severity: 'info',
      problem: `${count} ${entity.plural} belong to users who are no members: ${users.map(({ user }) => user).join(', ')}.`,
      fix: 'Make them members: `members.create({ userId, name })`; or give their records to a colleague with `members.handover`.',
      entity: entity.name,
      count,
    })
  }
  return findings
}
