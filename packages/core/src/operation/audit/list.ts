import { invalid } from '../../error/index.ts'
import { type Condition, decodeCursor, encodeCursor } from '../../query/index.ts'
import { classOf, type EntityIR, fieldOf, type Row, type Schema } from '../../schema/index.ts'
import { parseInstant } from '../../time/index.ts'
import { among } from '../find.ts'
import type { Run } from '../run.ts'
import { by, ledgerOf } from './ledger.ts'
import type { AuditEntry, AuditFilter, AuditPage, AuditQuery } from './types.ts'

/** What stands where a value was that must not become known. */
const masked = '[sensitive]'

/** A page of the audit, the newest first. Ids follow the time, so that the primary key is the order. */
export async function list(run: Run, asked: AuditQuery): Promise<AuditPage> {
  const { engine, caller } = run
  const { audit } = engine.system
  const { where = {}, limit = 50, after = null } = asked
  const parts = { where: whereOf(audit, where), direction: 'desc', limit: limit + 1, keys: true } as const
  const query = by(ledgerOf(run), audit, ['id'], parts)
  const from = after === null ? null : decodeCursor(after, audit, query.orderBy)
  const found = await (run.unit?.tx ?? engine.storage.session).select({ ...query, after: from })
  const items = found.slice(0, limit)
  const keys = items.at(-1)?.keys
  const next = found.length > limit && keys !== undefined ? encodeCursor(keys, audit, query.orderBy) : null
  return { items: items.map(({ row }) => entryOf(row, caller.view.schema)), next }
}

function whereOf(audit: EntityIR, filter: AuditFilter): Condition {
  const same = (['entity', 'recordId', 'actor', 'operation'] as const).flatMap((name) => {
    const value = filter[name]
    return value === undefined ? [] : [among(fieldOf(audit, name), [value])]
  })
  const at = fieldOf(audit, 'at')
  const bounds = (
    [
      ['from', 'gte'],
      ['to', 'lt'],
    ] as const
  ).flatMap(([path, op]): readonly Condition[] => {
    const given = filter[path]
    if (given === undefined) return []
    const value = parseInstant(given)
    if (value === undefined) throw invalid(`where.${path}`, 'expected an instant', 'Such as 2026-03-16T09:00:00+08:00.')
    return [{ node: 'compare', field: at, op, value }]
  })
  return { node: 'and', all: [...same, ...bounds] }
}

function entryOf(row: Row, { entities }: Schema): AuditEntry {
  const entity = typeof row.entity === 'string' ? entities.get(row.entity) : undefined
  const changes = row.changes === null ? null : (maskedIn(row.changes as Row, entity, entities) as Row)
  return { ...row, changes } as unknown as AuditEntry
}

/** The values of a record's fields, without those that must not become known; of what it owns, too. */
function maskedIn(values: Row, entity: EntityIR | undefined, entities: Schema['entities'], mask = masks): Row {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const owned = entity?.owns.find((relation) => relation.name === name)
      if (owned !== undefined)
        return [name, each(value, (row) => maskedIn(row, entities.get(owned.to), entities, maskOf))]
      return [name, isOpen(name, entity) ? value : mask(value)]
    }),
  )
}

/** Of a field that is no more nobody knows what it was; `sharedWith` is none. */
function isOpen(name: string, entity: EntityIR | undefined): boolean {
  const field = entity?.fields.get(name)
  return field === undefined ? name === 'sharedWith' : classOf(field) !== 'sensitive'
}

/** [before, after], each a list of rows. */
const each = (pair: unknown, run: (row: Row) => Row): unknown =>
  Array.isArray(pair) ? pair.map((rows) => (Array.isArray(rows) ? rows.map((row) => run(row as Row)) : rows)) : pair

/** That there was a value. */
const maskOf = (value: unknown): unknown => ((value ?? null) === null ? null : masked)
/** Of [before, after], each. */
const masks = (pair: unknown): unknown => (Array.isArray(pair) ? pair.map(maskOf) : maskOf(pair))
