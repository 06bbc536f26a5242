import { CrmError, invalid } from '../../error/index.ts'
import type { EntityIR, Row } from '../../schema/index.ts'
import type { Run } from '../run.ts'
import { type Change, same } from './change.ts'

/** The record as it will be, before its owned records and its stage are settled. */
export function complete(run: Run, change: Change): void {
  const { entity, action, before, input, id } = change
  if (action === 'create') {
    const row = newRow(run, entity, id, input)
    const { actor } = run.caller
    if (row.ownerId === null && actor.type === 'user') row.ownerId = actor.user
    change.after = row
  } else {
    const fields = Object.fromEntries(
      Object.entries(input).filter(([name]) => entity.fields.get(name)?.system === false),
    )
    for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name]
    change.after = {
      ...before,
      ...fields,
      updatedAt: run.at,
      version: Number(before?.version) + 1,
      deletedAt: action === 'delete' ? run.at : action === 'restore' ? null : before?.deletedAt,
    }
  }
  // What is no longer whole may still be thrown away.
  if (action !== 'delete') checkWhole(entity, change.after, change.at)
}

/** A new record: what the input gives, defaults, and what every record has. */
export function newRow(run: Run, entity: EntityIR, id: string, input: Row): Record<string, unknown> {
  const { at } = run
  const row: Record<string, unknown> = { id, createdAt: at, updatedAt: at, version: 1, deletedAt: null, custom: {} }
  for (const field of entity.fields.values()) {
    if (!field.system) row[field.name] = input[field.name] ?? field.default ?? null
  }
  return row
}

/** Values computed by the entity's own rule. */
export function derived(entity: EntityIR, record: Row, owned: Readonly<Record<string, readonly Row[]>>): Row {
  return entity.derive === undefined ? record : { ...record, ...entity.derive({ record, owned }) }
}

/** What a record must have as a whole: somebody to be, and a currency for its amounts. */
function checkWhole(entity: EntityIR, row: Row, at: string): void {
  const path = (name: string) => (at === '' ? name : `${at}.${name}`)
  if (entity.identity.length > 0 && entity.identity.every((name) => row[name] === null || row[name] === undefined)) {
    throw new CrmError('IDENTITY_REQUIRED', {
      details: { path: path(entity.identity[0] ?? ''), entity: entity.name, fields: entity.identity },
      hint: `Give at least one of ${entity.identity.join(', ')}.`,
    })
  }
  if (entity.currency === undefined || entity.currency.hops.length > 0 || row.currency !== null) return
  for (const field of entity.fields.values()) {
    if (field.kind === 'money' && row[field.name] !== null) {
      throw invalid(
        path('currency'),
        `${field.name} is an amount and needs a currency`,
        'Give the ISO 4217 code, such as CNY.',
      )
    }
  }
}

/** Notes which fields differ. */
export function changedFields(change: Change): void {
  const { before, after } = change
  const names = Object.keys(after).filter((name) => name !== 'updatedAt' && name !== 'version' && name !== 'custom')
  change.changed =
    before === null
      ? names.filter((name) => after[name] !== null)
      : names.filter((name) => !same(before[name], after[name]))
}
