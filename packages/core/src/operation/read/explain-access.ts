import type { Action, Policy } from '../../access/index.ts'
import { invalid } from '../../error/index.ts'
import { type Condition, isSound, never } from '../../query/index.ts'
import type { EntityIR, Row } from '../../schema/index.ts'
import { callerOf } from '../caller.ts'
import { findAll, holding } from '../find.ts'
import { hiddenFields } from '../hidden.ts'
import { checked } from '../problem.ts'
import { notFound, type Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** `explainAccess`: rule by rule, what somebody may do to a record, and what of it he sees. */
export const explainAccess: ReadVerb = async (read) => {
  const { engine, entity, caller, now, id, session } = read
  const { user, ...given } = checked(read.operation.contract.input, read.raw) as { user: string; roles: string[] }
  const roles = [...new Set(given.roles)]
  const { tenant } = caller.actor
  if (typeof id !== 'string' || !isSound(id)) throw invalid('id', 'expected the id of a record')
  const record = (await findAll(session, entity, tenant, [id], { bin: 'with' })).get(id)
  if (record === undefined) throw notFound(entity)
  const actor = { type: 'user', user, roles, tenant, reason: undefined } as const
  const policy = callerOf(engine, caller.view, actor).policy(now)
  if (policy === null) throw new TypeError('a user has a policy')
  const holds = async (condition: Condition) =>
    (await holding(entity, tenant, [record], condition, async () => session)).size > 0
  const actions = actionsOn(entity)
  const may: Record<string, boolean> = {}
  for (const action of actions) may[action] = await holds(conditionOf(policy, action, entity))
  // What he cannot read he cannot do anything to.
  if (may.read !== true) for (const action of actions) may[action] = false
  return {
    entity: entity.name,
    id,
    user,
    roles,
    inBin: record.deletedAt !== null,
    may,
    rules: await rulesOf(policy, roles, entity, actions, holds),
    hidden: may.read === true ? await hiddenIn(read, policy, record) : null,
    operations: [...engine.registry.named].filter(
      (name) => name.startsWith(`${entity.plural}.`) && policy.mayCall(name),
    ),
  }
}

/** What can be done to a record that is there. */
const actionsOn = ({ staged }: EntityIR): readonly Action[] =>
  staged ? ['read', 'update', 'move', 'delete'] : ['read', 'update', 'delete']

const conditionOf = (policy: Policy, action: Action, entity: EntityIR): Condition =>
  action === 'read' ? (policy.entity(entity.name)?.rows ?? never) : policy.may(action, entity)

/** Each grant of each role, and what it gives on the record; a role without any says so. */
async function rulesOf(
  policy: Policy,
  roles: readonly string[],
  entity: EntityIR,
  actions: readonly Action[],
  holds: (condition: Condition) => Promise<boolean>,
): Promise<readonly Row[]> {
  const found: Row[] = []
  const rules = policy.rules(entity)
  for (const role of roles) {
    const own = rules.filter((rule) => rule.role === role)
    if (own.length === 0) found.push({ role, scope: 'none', gives: [], why: 'no_grant' })
    for (const { grant, rows } of own) {
      const gives: Action[] = []
      for (const action of actions) if (await holds(rows(action))) gives.push(action)
      found.push({ role, ...grant, gives, why: gives.length > 0 ? 'in_scope' : 'out_of_scope' })
    }
  }
  return found
}

/** The fields of the record that he may not read. */
async function hiddenIn({ entity, caller, session }: Read, policy: Policy, record: Row): Promise<readonly string[]> {
  const looking = { policy, tenant: caller.actor.tenant, session: async () => session }
  return [...((await hiddenFields(looking, entity, [record], true)).get(record.id as string) ?? [])]
}
