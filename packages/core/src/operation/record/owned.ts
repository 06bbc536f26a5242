import { CrmError } from '../../error/index.ts'
import { type EntityIR, entityOf, type ManyIR, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import { type Change, type OwnedChange, same } from './change.ts'
import { derived, newRow } from './complete.ts'

/** What happens to the records that this one owns, and the values of the owner that follow from them. */
export async function applyOwned(run: Run, change: Change): Promise<void> {
  const { entity } = change
  if (entity.owns.length === 0) {
    change.after = derived(entity, change.after, {})
    return
  }
  const owned: OwnedChange[] = []
  for (const relation of entity.owns) owned.push(await ownedChange(run, change, relation))
  change.owned = owned
  if (change.action === 'delete') return
  // None that were there and none given is nothing said; an empty list is.
  const known = owned.filter(({ relation, rows }) => rows.length > 0 || change.input[relation.name] !== undefined)
  change.after = derived(
    entity,
    change.after,
    Object.fromEntries(known.map(({ relation, rows }) => [relation.name, rows])),
  )
}

async function ownedChange(run: Run, change: Change, relation: ManyIR): Promise<OwnedChange> {
  const entity = entityOf(run.engine.schema, relation.to)
  const given = change.input[relation.name] as readonly Row[] | undefined
  const there = change.before === null ? [] : await rowsOf(run, entity, relation, change.before)
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
      const place = `${relation.name}[${index}].id`
      throw new CrmError('REFERENCE_NOT_FOUND', {
        details: { path: change.at === '' ? place : `${change.at}.${place}`, entity: entity.name },
        hint: 'Leave the id out to add a new one.',
      })
    }
    const parent = { [relation.via.name]: change.id }
    if (before === undefined) {
      const row = derived(entity, newRow(run, entity, run.engine.newId(), { ...input, ...parent }), {})
      inserted.push(row)
      rows.push(row)
    } else {
      byId.delete(id as string)
      const after = derived(entity, { ...before, ...defaults(entity), ...input, ...parent }, {})
      const differs = Object.keys(after).some((name) => !same(before[name], after[name]))
      if (differs) updated.push({ before, after: touched(run, after, {}) })
      rows.push(after)
    }
  }
  return { relation, entity, rows, inserted, updated, removed: [...byId.values()] }
}

async function rowsOf(run: Run, entity: EntityIR, relation: ManyIR, owner: Row): Promise<readonly Row[]> {
  const where = among(relation.via, [owner[relation.on.name] as string])
  const query = selectOf(entity, tenantOf(run), { where, bin: owner.deletedAt === null ? 'without' : 'only' })
  return (await unitOf(run).tx.select(query)).map(({ row }) => row)
}

/** Fields that a replacement leaves out return to their defaults. */
function defaults(entity: EntityIR): Row {
  const input = [...entity.fields.values()].filter((field) => !field.system && field.mode !== 'generated')
  return Object.fromEntries(input.map((field) => [field.name, field.default ?? null]))
}

const touched = (run: Run, row: Row, values: Row): Row => ({
  ...row,
  ...values,
  updatedAt: run.at,
  version: Number(row.version) + 1,
})
