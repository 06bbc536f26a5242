import { countOf, selectOf } from '../operation/index.ts'
import { type Condition, checkWhere } from '../query/index.ts'
import { type EntityIR, entityOf, fieldOf, type OneIR } from '../schema/index.ts'
import { type Finding, mostIds } from '../storage/index.ts'
import type { Looking, TenantCheck } from './check.ts'

/** Records of users who are no members, whom teams and managers do not reach, and open ones of those who have left. */
export const owners: TenantCheck = async (looking) => {
  const { session, tenant, view } = looking
  const members = entityOf(view.schema, 'member')
  // Who has no members at all has no teams either.
  if ((await session.select(selectOf(members, tenant, { limit: 1 }))).length === 0) return []
  const findings: Finding[] = []
  for (const entity of view.schema.entities.values()) {
    const relation = [...entity.one.values()].find(({ to, via }) => to === 'member' && via.name === 'ownerId')
    if (relation === undefined) continue
    const strangers = await ofUsers(looking, entity, relation, ofNoMember(relation))
    if (strangers !== undefined)
      findings.push({
        code: 'owner_no_member',
        severity: 'info',
        problem: `${strangers.count} ${entity.plural} belong to users who are no members: ${strangers.users}.`,
        fix: 'Make them members: `members.create({ userId, name })`; or give their records to a colleague with `members.handover`.',
        entity: entity.name,
        count: strangers.count,
      })
    const leavers = await ofUsers(looking, entity, relation, ofLeavers(looking, entity, relation))
    if (leavers !== undefined)
      findings.push({
        code: 'owner_left',
        severity: 'warning',
        problem: `${leavers.count} open ${entity.plural} belong to members who have left: ${leavers.users}.`,
        fix: 'Hand them over once more: `members.handover({ from, to })`.',
        entity: entity.name,
        count: leavers.count,
      })
  }
  return findings
}

const ofNoMember = (relation: OneIR): Condition => ({
  node: 'and',
  all: [
    { node: 'isNull', field: relation.via, negated: true },
    { node: 'one', relation, is: 'none' },
  ],
})

/** What a handover would have moved: it came while he was leaving, or somebody gave it to him since. */
function ofLeavers({ engine, view }: Looking, entity: EntityIR, relation: OneIR): Condition | undefined {
  if (entity.open === false) return undefined
  const { zone, zones, phones, clock } = engine
  const context = { schema: view.schema, now: clock.now(), zone, zones, phones, actor: { user: 'system' } }
  const left = fieldOf(entityOf(view.schema, relation.to), 'leftAt')
  const has: Condition = { node: 'one', relation, is: { node: 'isNull', field: left, negated: true } }
  return { node: 'and', all: [has, checkWhere(entity.open, entity, context)] }
}

/** How many records there are, and whose most of them are. */
async function ofUsers(
  { session, tenant }: Looking,
  entity: EntityIR,
  { via }: OneIR,
  where: Condition | undefined,
): Promise<{ readonly count: number; readonly users: string } | undefined> {
  if (where === undefined) return undefined
  const whose = { entity, tenant, access: null, bin: 'without', where } as const
  const count = await countOf(session, whose)
  if (count === 0) return undefined
  const users = await session.aggregate({
    ...whose,
    groupBy: [{ name: 'user', path: { hops: [], field: via }, bucket: undefined }],
    measures: [{ name: 'count', fn: 'count', path: undefined }],
    having: null,
    orderBy: [{ name: 'count', direction: 'desc' }],
    limit: mostIds,
  })
  return { count, users: users.map(({ user }) => user).join(', ') }
}
