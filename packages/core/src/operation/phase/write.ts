import { type EntityIR, type Row, valueIn } from '../../schema/index.ts'
import type { Write } from '../../storage/index.ts'
import type { Change } from '../record/change.ts'
import { ownershipOf } from '../record/owner.ts'
import { staysOf } from '../record/stay.ts'
import { type Run, tenantOf } from '../run.ts'

type Update = Extract<Write, { type: 'update' }>['rows'][number]

/**
 * The statements of the changes. They are not sent yet: nothing needs their answer, for the records are locked and
 * their versions known, so they ride with whatever is read next or with the commit.
 */
export function write(run: Run): void {
  const tenant = tenantOf(run)
  const inserts = new Map<EntityIR, Row[]>()
  const updates = new Map<EntityIR, Update[]>()
  const removals = new Map<EntityIR, { id: string }[]>()
  const put = <T>(to: Map<EntityIR, T[]>, entity: EntityIR, ...items: T[]) => {
    const list = to.get(entity)
    if (list === undefined) to.set(entity, items)
    else for (const item of items) list.push(item)
  }
  for (const change of run.changes) {
    if (change.before === null) put(inserts, change.entity, change.after)
    else put(updates, change.entity, updateOf(change.before, change))
    for (const { entity, inserted, updated, removed } of change.owned) {
      if (inserted.length > 0) put(inserts, entity, ...inserted)
      for (const { before, after } of updated)
        put(updates, entity, updateOf(before, { after, changed: differing(before, after) }))
      for (const row of removed) put(removals, entity, { id: row.id as string })
    }
    const ownership = ownershipOf(run, change)
    if (ownership !== undefined) put(inserts, run.engine.system.ownershipChange, ownership)
    if (change.entity.staged)
      staysOf(
        run,
        change,
        (row) => put(inserts, run.engine.system.stageStay, row),
        (update) => put(updates, run.engine.system.stageStay, update),
      )
  }
  for (const [entity, rows] of removals) run.pending.push({ type: 'delete', entity, tenant, rows })
  for (const [entity, rows] of updates) run.pending.push({ type: 'update', entity, tenant, rows })
  for (const [entity, rows] of inserts) run.pending.push({ type: 'insert', entity, tenant, rows })
  for (const entity of new Set(run.changes.map(({ entity }) => entity))) {
    const changes = run.changes.filter((change) => change.entity === entity)
    const noted = run.engine.rollups.noted(entity, tenant, changes, run.engine.newId)
    if (noted !== undefined) run.pending.push(noted)
  }
}

function updateOf(before: Row, { after, changed }: Pick<Change, 'after' | 'changed'>): Update {
  const set: Record<string, unknown> = { updatedAt: after.updatedAt, version: after.version }
  for (const name of changed) set[name] = valueIn(after, name)
  return { match: { id: before.id as string, version: before.version as number }, set }
}

const differing = (before: Row, after: Row): readonly string[] =>
  Object.keys(after).filter((name) => name !== 'custom' && before[name] !== after[name])
