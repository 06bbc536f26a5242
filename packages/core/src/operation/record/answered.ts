import { type $ZodType, globalRegistry, safeParse } from 'zod/v4/core'
import { type EntityIR, entityOf, type Row, without } from '../../schema/index.ts'
import { described } from '../described.ts'
import { findAll, holding } from '../find.ts'
import { hiddenFields } from '../hidden.ts'
import { type Run, tenantOf } from '../run.ts'
import { lookingOf } from './visible.ts'

/**
 * A handler's answer with the records that its contract names (`recordOf`: the answer itself, or anywhere in it)
 * as the actor may see them, however the handler came by them.
 */
export async function answered(run: Run, answer: unknown): Promise<unknown> {
  const policy = run.caller.policy(run.now)
  if (policy === null) return answer
  const found = new Map<string, Row[]>()
  const names = (entity: string) => {
    // Where he may read every field of every record that he may read, and nothing was elevated, nothing can be hidden.
    const access = policy.entity(entity)
    return run.operation.contract.elevate || access === undefined || access.masks.size > 0
  }
  mapRecords(run.operation.contract.output, answer, (entity, row) => {
    if (names(entity)) found.set(entity, [...(found.get(entity) ?? []), row])
    return row
  })
  if (found.size === 0) return answer
  const hidden = new Map<string, ReadonlySet<string>>()
  for (const [name, rows] of found) {
    const entity = entityOf(run.caller.view.schema, name)
    for (const [id, fields] of await hiddenOf(run, entity, rows)) hidden.set(`${name} ${id}`, fields)
  }
  return mapRecords(run.operation.contract.output, answer, (entity, row) => {
    const fields = hidden.get(`${entity} ${String(row.id)}`)
    return fields === undefined ? row : without(row, fields)
  })
}

/** What the actor may not read of the records: of those that he may not read at all, everything but the id. */
async function hiddenOf(run: Run, entity: EntityIR, rows: readonly Row[]): Promise<Map<string, ReadonlySet<string>>> {
  const looking = lookingOf(run)
  const ids = [...new Set(rows.map((row) => row.id as string))]
  // As they are stored: a rule may speak of a field that is hidden itself.
  const stored = [...(await findAll(await looking.session(), entity, tenantOf(run), ids, { bin: 'with' })).values()]
  const hidden = new Map(await hiddenFields(looking, entity, stored))
  if (!run.operation.contract.elevate) return hidden
  const access = looking.policy?.entity(entity.name)
  const readable =
    access === undefined
      ? new Set<string>()
      : await holding(entity, looking.tenant, stored, access.rows, looking.session)
  const all = new Set([...entity.fields.keys()].filter((name) => name !== 'id'))
  for (const id of ids) if (!readable.has(id)) hidden.set(id, all)
  return hidden
}

/** The same answer with each record that its schema names replaced. */
function mapRecords(schema: $ZodType, value: unknown, map: (entity: string, row: Row) => Row): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entity = globalRegistry.get(schema)?.record
  if (typeof entity === 'string') return map(entity, value as Row)
  const { type, shape, element, innerType, options } = described(schema)
  if (options !== undefined) {
    const meant = options.find((option) => safeParse(option, value).success)
    return meant === undefined ? value : mapRecords(meant, value, map)
  }
  if (innerType !== undefined) return mapRecords(innerType, value, map)
  if (type === 'array' && element !== undefined && Array.isArray(value))
    return value.map((item) => mapRecords(element, item, map))
  if (type !== 'object' || shape === undefined) return value
  const parts = Object.entries(value).map(([key, part]) => {
    const own = Object.hasOwn(shape, key) ? shape[key] : undefined
    return [key, own === undefined ? part : mapRecords(own, part, map)] as const
  })
  return Object.fromEntries(parts)
}
