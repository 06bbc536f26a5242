import { CrmError, invalid } from '../../error/index.ts'
import { normalText } from '../../query/index.ts'
import {
  type EntityIR,
  fieldNamesIn,
  type OwnedRows,
  ownName,
  type Row,
  valueIn,
  withValues,
} from '../../schema/index.ts'
import type { Run } from '../run.ts'
import { type Change, same } from './change.ts'

/** The record as it will be, before its owned records and its stage are settled. */
export function complete(run: Run, change: Change): void {
  const { entity, action, before, id } = change
  const input = { ...normalised(run, change), ...change.generated }
  if (action === 'create') {
    const row = newRow(run, entity, id, input)
    const { actor } = run.caller
    if (row.ownerId === null && actor.type === 'user' && !entity.pooled) row.ownerId = actor.user
    change.after = row
  } else {
    const fields = Object.fromEntries(
      Object.entries(input).filter(([name]) => entity.fields.get(name)?.system === false),
    )
    for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name]
    change.after = {
      ...withValues(before ?? {}, Object.entries(fields)),
      updatedAt: run.at,
      version: Number(before?.version) + 1,
      deletedAt: action === 'delete' ? run.at : action === 'restore' ? null : before?.deletedAt,
    }
  }
}

/** What was given, addresses and telephone numbers as they are compared. */
function normalised(run: Run, { entity, input, generated, at }: Change): Row {
  const row: Record<string, unknown> = { ...input }
  for (const [name, value] of Object.entries(input)) {
    const kind = entity.fields.get(name)?.kind
    if (typeof value !== 'string' || (kind !== 'email' && kind !== 'phone') || name in generated) continue
    const normal = normalText(value, kind, run.engine.phones)
    if (normal.length > mostNormal) throw invalid(at === '' ? name : `${at}.${name}`, 'is too long once it is folded')
    row[name] = normal
  }
  return row
}

/** Characters: folding can make a text eighteen times as long. */
const mostNormal = 320

/** A new record: what the input gives, defaults, and what every record has. */
export function newRow(run: Run, entity: EntityIR, id: string, input: Row): Record<string, unknown> {
  const { at } = run
  const custom: Record<string, unknown> = {}
  const row: Record<string, unknown> = { id, createdAt: at, updatedAt: at, version: 1, deletedAt: null, custom }
  for (const field of entity.fields.values()) {
    if (field.system) continue
    const value = input[field.name] ?? (field.now ? at : field.default) ?? null
    const own = ownName(field.name)
    if (own === undefined) row[field.name] = value
    else custom[own] = value
  }
  return row
}

/** Values computed by the entity's own rule. */
export function derived(run: Run, entity: EntityIR, record: Row, owned: OwnedRows = {}): Row {
  if (entity.derive === undefined) return record
  return { ...record, ...entity.derive({ record, owned, phones: run.engine.phones }) }
}

/** What a record must have as a whole: somebody to be, and a currency for its amounts. */
export function checkWhole({ entity, action, after: row, at, owned }: Change): void {
  // What is no longer whole may still be thrown away.
  if (action === 'delete') return
  const path = (name: string) => (at === '' ? name : `${at}.${name}`)
  const owns = (name: string) => owned.some(({ relation, rows }) => relation.name === name && rows.length > 0)
  if (entity.identity.length > 0 && entity.identity.every((name) => (row[name] ?? null) === null && !owns(name))) {
    throw new CrmError('IDENTITY_REQUIRED', {
      details: { path: path(entity.identity[0] ?? ''), entity: entity.name, fields: entity.identity },
      hint: `Give at least one of ${entity.identity.join(', ')}.`,
    })
  }
  for (const [name, { hops, field }] of entity.currencies) {
    if (hops.length > 0 || row[field.name] !== null || (row[name] ?? null) === null) continue
    throw invalid(path(field.name), `${name} is an amount and needs a currency`, 'Give the ISO 4217 code, such as CNY.')
  }
}

/** Notes which fields differ. */
export function changedFields(change: Change): void {
  const { before, after } = change
  const names = fieldNamesIn(after).filter((name) => name !== 'updatedAt' && name !== 'version')
  change.changed =
    before === null
      ? names.filter((name) => valueIn(after, name) !== null)
      : names.filter((name) => !same(valueIn(before, name) ?? null, valueIn(after, name)))
}
