import { CrmError } from '../../error/index.ts'
import { entityOf, type ManyIR, type Row } from '../../schema/index.ts'
import type { Run } from '../run.ts'
import { type Change, type OwnedChange, same } from './change.ts'
import { derived, newRow } from './complete.ts'

/** What happens to the records that this one owns, and the values of the owner that follow from them. */
export function applyOwned(run: Run, change: Change): void {
  const { entity } = change
  change.owned = entity.owns.map((relation) => ownedChange(run, change, relation))
  if (change.action === 'delete') return
  // None that were there and none now is nothing said; taking the last one away is.
  const known = change.owned.filter(({ rows, removed }) => rows.length + removed.length > 0)
  const rows = Object.fromEntries(known.map(({ relation, rows }) => [relation.name, rows]))
  change.after = derived(run, entity, change.after, rows)
}

function ownedChange(run: Run, change: Change, relation: ManyIR): OwnedChange {
  const entity = entityOf(run.caller.view.schema, relation.to)
  const items = change.items.get(relation.name)
  const given = (change.generated[relation.name] as readonly Row[] | undefined) ?? items?.rows
  const there = change.there.get(relation.name) ?? []
  const nothing = { relation, entity, rows: there, inserted: [], updated: [], removed: [] }
  if (change.action === 'delete') {
    const updated = there.map((before) => ({ before, after: touched(run, before, { deletedAt: run.at }) }))
    return { ...nothing, updated }
  }
  if (change.action === 'restore') {
    const binned = there.filter((row) => row.deletedAt === change.before?.deletedAt)
    const updated = binned.map((before) => ({ before, after: touched(run, before, { deletedAt: null }) }))
    return { ...nothing, rows: updated.map(({ after }) => after), updated }
  }
  if (given === undefined) return nothing
  const byId = new Map(there.map((row) => [row.id as string, row]))
  const inserted: Row[] = []
  const updated: { before: Row; after: Row }[] = []
  const rows: Row[] = []
  for (const [index, { id, ...input }] of given.entries()) {
    const before = typeof id === 'string' ? byId.get(id) : undefined
    if (id !== undefined && before === undefined) {
      const place = `${items?.place(index) ?? relation.name}.id`
      throw new CrmError('REFERENCE_NOT_FOUND', {
        details: { path: change.at === '' ? place : `${change.at}.${place}`, entity: entity.name },
        hint: 'Leave the id out to add a new one.',
      })
    }
    const parent = { [relation.via.name]: change.id }
    if (before === undefined) {
      const row = newRow(run, entity, run.engine.newId(), { ...input, ...parent })
      inserted.push(row)
      rows.push(row)
    } else {
      byId.delete(id as string)
      const after = { ...before, ...input, ...parent }
      const differs = Object.keys(after).some((name) => !same(before[name], after[name]))
      if (differs) updated.push({ before, after: touched(run, after, {}) })
      rows.push(after)
    }
  }
  return { relation, entity, rows, inserted, updated, removed: [...byId.values()] }
}

const touched = (run: Run, row: Row, values: Row): Row => ({
  ...row,
  ...values,
  updatedAt: run.at,
  version: Number(row.version) + 1,
})
