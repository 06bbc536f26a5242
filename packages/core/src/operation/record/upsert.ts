import { CrmError, invalid, isCrmError } from '../../error/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import { draft } from './change.ts'
import { create, parserOf } from './create.ts'
import { entityOfRun, loadOne } from './load-one.ts'
import { parseKeys } from './matching.ts'
import { update } from './update.ts'
import type { WriteVerb } from './verb.ts'

interface Upsert {
  readonly by: string
  readonly record: Row
}

/**
 * `upsert`: creates, or updates the record with the same value of a unique field. The key is the unique index of the
 * database itself, so two at once never make two records.
 */
export const upsert: WriteVerb = {
  parse(run) {
    const { by, record } = parseKeys(run, ['by', 'record'])
    const entity = entityOfRun(run.operation)
    const field = typeof by === 'string' ? entity.fields.get(by) : undefined
    const unique = [...entity.fields.values()].filter((f) => f.unique).map((f) => f.name)
    if (field?.unique !== true)
      throw invalid('by', 'expected the name of a unique field', `The unique fields are ${unique.join(', ')}.`)
    const parsed = parserOf(run).create(record, 'record')
    if (parsed[field.name] === undefined || parsed[field.name] === null)
      throw invalid(`record.${field.name}`, 'expected the value to look for')
    run.input = { by, record: parsed }
  },
  async load(run) {
    const entity = entityOfRun(run.operation)
    const { by, record } = run.input as Upsert
    const field = entity.fields.get(by)
    if (field === undefined) return
    const where = among(field, [record[by] as string])
    const [found] = await unitOf(run).tx.select(selectOf(entity, tenantOf(run), { where, limit: 1, lock: 'update' }))
    if (found === undefined) {
      run.changes = [
        draft({ action: 'create', entity, id: run.engine.newId(), at: 'record', before: null, input: record }),
      ]
      return
    }
    const id = found.row.id as string
    const before = await loadVisible(run, id, { by, record })
    const input = Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'pipeline' && name !== 'stage'))
    run.last = id
    run.changes = [draft({ action: 'update', entity, id, at: 'record', before, input })]
  },
  again(run, error) {
    if (!isCrmError(error, 'DUPLICATE') || error.details.id === undefined) return false
    return error.details.path === (run.input as Upsert).by
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

/** The record that is there; one that the actor may not see by that field clashes, as a creation would. */
async function loadVisible(run: Run, id: string, { by, record }: Upsert): Promise<Row> {
  const entity = entityOfRun(run.operation)
  const access = run.caller.policy(run.now)
  if (access !== null) {
    const where = among(fieldOf(entity, by), [record[by] as string])
    const [seen] = await unitOf(run).tx.select(selectOf(entity, tenantOf(run), { where, access, limit: 1 }))
    if (seen === undefined)
      throw new CrmError('DUPLICATE', { details: { path: by, entity: entity.name, fields: [by] } })
  }
  return loadOne(run, id, { right: 'update', writing: record })
}
