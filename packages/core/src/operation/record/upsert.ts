import { CrmError, invalid, isCrmError } from '../../error/index.ts'
import { type Condition, normalText } from '../../query/index.ts'
import type { EntityIR, FieldIR, Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import { draft } from './change.ts'
import { create, parserOf } from './create.ts'
import { entityOfRun, loadOne } from './load-one.ts'
import { parseKeys } from './matching.ts'
import { update } from './update.ts'
import type { WriteVerb } from './verb.ts'

interface Upsert {
  /** The fields of a unique index. */
  readonly key: readonly FieldIR[]
  readonly record: Row
}

/**
 * `upsert`: creates, or updates the record with the same value of a unique field, or of several that are unique together.
 * The key is the unique index of the database itself, so two at once never make two records.
 */
export const upsert: WriteVerb = {
  parse(run) {
    const { by, record } = parseKeys(run, ['by', 'record'])
    const entity = entityOfRun(run)
    const key = keyOf(entity, by)
    const parsed = parserOf(run).create(record, 'record')
    for (const { name } of key) {
      if (parsed[name] === undefined || parsed[name] === null)
        throw invalid(`record.${name}`, 'expected the value to look for')
    }
    run.input = { key, record: parsed } satisfies Upsert
  },
  async load(run) {
    const entity = entityOfRun(run)
    const { key, record } = run.input as Upsert
    const where = lookedFor(run, key, record)
    const [found] = await unitOf(run).tx.select(selectOf(entity, tenantOf(run), { where, limit: 1, lock: 'update' }))
    if (found === undefined) {
      run.changes = [
        draft({ action: 'create', entity, id: run.engine.newId(), at: 'record', before: null, input: record }),
      ]
      return
    }
    const id = found.row.id as string
    const before = await loadVisible(run, id, { key, record })
    const input = Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'pipeline' && name !== 'stage'))
    run.last = id
    run.changes = [draft({ action: 'update', entity, id, at: 'record', before, input })]
  },
  again(run, error) {
    if (!isCrmError(error, 'DUPLICATE') || error.details.id === undefined) return false
    return String(error.details.fields) === String(namesOf((run.input as Upsert).key))
  },
  apply(run, change) {
    if (change.action === 'create') create.apply?.(run, change)
    else update.apply?.(run, change)
  },
  async result(run) {
    const [change] = run.changes
    const record = await (change?.action === 'create' ? create : update).result({ ...run, id: run.last ?? undefined })
    return { record, created: change?.action === 'create' }
  },
}

/** The fields that `by` names: one that is unique, or all of those that are unique together, in any order. */
function keyOf({ indexes, fields }: EntityIR, by: unknown): readonly FieldIR[] {
  const keys = indexes.filter(({ unique }) => unique).map((index) => index.fields)
  const given = String((Array.isArray(by) ? by : [by]).toSorted())
  const key = keys.find((names) => String(names.toSorted()) === given)
  if (key !== undefined) return key.flatMap((name) => fields.get(name) ?? [])
  const hint = `They are ${keys.map((names) => (names.length > 1 ? `[${names.join(', ')}]` : names[0])).join(', ')}.`
  throw invalid('by', 'expected the name of a unique field, or of all that are unique together', hint)
}

const namesOf = (key: readonly FieldIR[]): readonly string[] => key.map(({ name }) => name)

/** The values, as the record that has them stores them. */
function lookedFor(run: Run, key: readonly FieldIR[], record: Row): Condition {
  const all = key.map((field) =>
    among(field, [normalText(record[field.name] as string, field.kind, run.engine.phones)]),
  )
  return { node: 'and', all }
}

/** The record that is there; one that the actor may not see by that field clashes, as a creation would. */
async function loadVisible(run: Run, id: string, { key, record }: Upsert): Promise<Row> {
  const entity = entityOfRun(run)
  const access = run.caller.policy(run.now)
  if (access !== null) {
    const where = lookedFor(run, key, record)
    const [seen] = await unitOf(run).tx.select(selectOf(entity, tenantOf(run), { where, access, limit: 1 }))
    if (seen === undefined)
      throw new CrmError('DUPLICATE', {
        details: { path: key[0]?.name ?? '', entity: entity.name, fields: namesOf(key) },
      })
  }
  return loadOne(run, id, { right: 'update', writing: record })
}
