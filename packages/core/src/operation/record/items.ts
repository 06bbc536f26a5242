import { CrmError, invalid } from '../../error/index.ts'
import { type EntityIR, entityOf, type ListInput, type ManyIR, type Row } from '../../schema/index.ts'
import type { Run } from '../run.ts'
import { below } from './below.ts'
import { type Change, type Items, same } from './change.ts'
import { derived } from './complete.ts'

/** What was given for a list that a record owns; undefined where nothing was. */
export function itemsOf(run: Run, change: Change, { name, to }: ManyIR): Items | undefined {
  const given = change.input[name] as ListInput<Row> | undefined
  if (given === undefined) return undefined
  const entity = entityOf(run.caller.view.schema, to)
  const there = change.there.get(name) ?? []
  const listed = (index: number) => `${name}[${index}]`
  if (entity.appended && isList(given)) {
    const rows = [...there, ...whole(run, entity, given, listed)]
    return { rows, place: (index) => listed(index - there.length) }
  }
  if (isList(given))
    return { rows: identified(entity, whole(run, entity, given, listed), there, listed), place: listed }
  const { add = [], remove = [] } = given
  const gone = new Set(remove.map((one, index) => removed(entity, one, there, `${name}.remove[${index}]`)))
  const added = (index: number) => `${name}.add[${index}]`
  const fresh = identified(entity, whole(run, entity, add, added), there, added)
  const named = new Set(fresh.map(({ id }) => id))
  const kept = there.filter((row) => !gone.has(row) && !named.has(row.id))
  return { rows: [...kept, ...fresh], place: (index) => added(index - kept.length) }
}

const isList = (given: ListInput<Row>): given is readonly Row[] => Array.isArray(given)

/** Items with their defaults, for fields that a replacement leaves out return to them, and what follows from what was given. */
function whole(run: Run, entity: EntityIR, items: readonly Row[], place: (index: number) => string): readonly Row[] {
  const input = [...entity.fields.values()].filter((field) => !field.system && field.mode !== 'generated')
  const defaults = Object.fromEntries(input.map((field) => [field.name, field.default ?? null]))
  return items.map((item, index) => below(place(index), () => derived(run, entity, { ...defaults, ...item })))
}

/** Items with the ids of those that have the same key; refuses two of one key. */
function identified(
  { key }: EntityIR,
  items: readonly Row[],
  there: readonly Row[],
  place: (index: number) => string,
): readonly Row[] {
  if (key.length === 0) return items
  return items.map((item, index) => {
    const twin = items.slice(0, index).findIndex((other) => agree(key, other, item))
    if (twin !== -1) throw invalid(place(index), `is ${place(twin)} once more`, 'Leave one of them out.')
    const known = item.id === undefined ? there.find((row) => agree(key, row, item)) : undefined
    return known === undefined ? item : { ...item, id: known.id }
  })
}

/** The row that goes; undefined where a text stands for one that is not there. */
function removed(entity: EntityIR, one: string, there: readonly Row[], path: string): Row | undefined {
  const named = there.find(({ id }) => id === one)
  if (named !== undefined) return named
  const meant = entity.fromText?.(one)
  if (meant !== undefined && entity.key.length > 0 && entity.key.every((name) => name in meant))
    return there.find((row) => agree(entity.key, row, meant))
  throw new CrmError('REFERENCE_NOT_FOUND', { details: { path, entity: entity.name }, hint: 'Give the id of an item.' })
}

const agree = (key: readonly string[], a: Row, b: Row): boolean =>
  key.every((name) => same(a[name] ?? null, b[name] ?? null))
