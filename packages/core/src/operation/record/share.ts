import type { Condition } from '../../query/index.ts'
import type { Row } from '../../schema/index.ts'
import { holding } from '../find.ts'
import { memberOf, membersOf } from '../members.ts'
import { checked } from '../problem.ts'
import { flush, type Run, tenantOf, unitOf } from '../run.ts'
import { auditRow, factAbout } from '../told.ts'
import { entityOfRun, forbidden, loadOne } from './load-one.ts'
import type { WriteVerb } from './verb.ts'

interface Sharing {
  readonly user: string
  readonly level?: 'read' | 'write'
}

/** `share`: somebody else works on a record, too; whoever may update it lets him in, and again to let him do more or less. */
export const share: WriteVerb = {
  parse,
  async load(run) {
    const record = await loadOne(run, run.id as string, { right: 'update' })
    await checkOwn(run, record)
    await enter(run, record)
  },
  result: members,
}

/** `unshare`: he does no longer. Everybody may leave by himself. */
export const unshare: WriteVerb = {
  parse,
  async load(run) {
    const leaving = (run.input as Sharing).user === run.caller.actor.user
    const record = await loadOne(run, run.id as string, { right: leaving ? 'read' : 'update' })
    await enter(run, record)
  },
  result: members,
}

/** What is shared is shared whole: nobody lets others, or himself by a share of his own, see and do more than he may. */
async function checkOwn(run: Run, record: Row): Promise<void> {
  const policy = run.caller.policy(run.now)
  if (policy === null) return
  const entity = entityOfRun(run)
  const fields = [...entity.fields.values()].filter(({ system }) => !system)
  const lists = entity.owns.map(({ name }) => name)
  const read = [...fields.map(({ name }) => name), ...lists]
  // Whose it is, nobody changes by a share.
  const update = [
    ...fields.flatMap(({ name, mode }) => (mode === 'generated' || name === 'ownerId' ? [] : name)),
    ...lists,
  ]
  const allowed = [policy.may('read', entity, read)]
  if ((run.input as Sharing).level === 'write') {
    allowed.push(policy.may('update', entity, update))
    if (entity.staged) allowed.push(policy.may('move', entity))
  }
  const all: Condition = { node: 'and', all: allowed }
  if ((await holding(entity, tenantOf(run), [record], all, async () => unitOf(run).tx)).size === 0) throw forbidden(run)
}

function parse(run: Run): void {
  run.input = checked(run.operation.contract.input, run.raw)
}

async function members(run: Run): Promise<readonly Row[]> {
  await flush(run)
  return (await membersOf(run, unitOf(run).tx, run.id as string)).map(memberOf)
}

/** The level of a user becomes that of the input; without one he is out. The lock on the record lets one at a time pass. */
async function enter(run: Run, { id, version }: Row): Promise<void> {
  const { user, level } = run.input as Sharing
  const there = (await membersOf(run, unitOf(run).tx, id as string)).find(({ userId }) => userId === user)
  if (there?.level === level) return
  const { name } = entityOfRun(run)
  const to = { entity: run.engine.system.recordMember, tenant: tenantOf(run) }
  const { user: by } = run.caller.actor
  if (level === undefined) run.pending.push({ type: 'delete', ...to, rows: [{ id: there?.id as string }] })
  else if (there !== undefined)
    run.pending.push({ type: 'update', ...to, rows: [{ match: { id: there.id as string }, set: { level } }] })
  else {
    const row = { id: run.engine.newId(), entity: name, recordId: id, userId: user, level, at: run.at, by }
    run.pending.push({ type: 'insert', ...to, rows: [row] })
  }
  const was = there === undefined ? null : { user, level: there.level }
  const is = level === undefined ? null : { user, level }
  const action = level === undefined ? 'unshare' : 'share'
  run.audits.push(auditRow(run, { entity: name, recordId: id, version, action, changes: { sharedWith: [was, is] } }))
  const type = `record.${action}d`
  run.facts.push(
    factAbout(run, {
      type,
      entity: name,
      recordId: id as string,
      version: Number(version),
      data: { user, level: level ?? null },
    }),
  )
}
