import type { Row, StorageAdapter } from '@guanxi/core'
import { type EntityIR, entityOf, type FieldIR, type Schema, type Write } from '@guanxi/core/storage'
import { isAlive, type Rows } from '../rows.ts'
import type { Random } from '../sample/random.ts'
import type { SampleRows } from '../sample/rows.ts'
import { words } from './populate.ts'
import { Sight } from './sight.ts'

/** A change of one stored row, past the SDK. */
export interface Disturbance {
  readonly tenant: 'own' | 'other'
  readonly entity: string
  readonly id: string
  /** The row as it will be; null before a new one is there. */
  readonly set: Row
  readonly fresh: boolean
}

/** What places people: `memberReach` is derived from it, and is written by the SDK alone. */
const structure = new Set(['userId', 'managerId'])
const entities = [
  'company',
  'contact',
  'deal',
  'dealLine',
  'order',
  'orderLine',
  'refund',
  'member',
  'team',
  'product',
  'lead',
  'activity',
  'task',
  'recordMember',
  'ownershipChange',
] as const

/** Changes that leave everything as it is for the onlooker: hidden rows, hidden fields, rows of the other tenant. */
export function disturbances(
  random: Random,
  rows: Rows,
  sight: Sight,
  count: number,
): { readonly done: readonly Disturbance[]; readonly rows: Rows } {
  const before = sight.spell()
  const done: Disturbance[] = []
  let now = rows
  for (let attempt = 0; attempt < count * 4 && done.length < count; attempt++) {
    const change = randomChange(random, now, sight.onlooker.schema)
    if (change === undefined) continue
    const then = { ...now, [change.tenant]: changed(now[change.tenant], change) }
    if (change.tenant === 'own' && new Sight(then.own, sight.onlooker).spell() !== before) continue
    done.push(change)
    now = then
  }
  return { done, rows: now }
}

/** Writes them straight into the storage. */
export async function disturb(
  storage: StorageAdapter,
  schema: Schema,
  tenants: Readonly<Record<'own' | 'other', string>>,
  changes: readonly Disturbance[],
): Promise<void> {
  const batch = changes.map(({ tenant, entity, id, set, fresh }): Write => {
    const to = { entity: entityOf(schema, entity), tenant: tenants[tenant] }
    return fresh
      ? { type: 'insert', ...to, rows: [{ ...set, id }] }
      : { type: 'update', ...to, rows: [{ match: { id }, set }] }
  })
  await storage.session.write(batch)
}

function changed(rows: SampleRows, { entity, id, set, fresh }: Disturbance): SampleRows {
  const list = rows[entity] ?? []
  const next = fresh
    ? [...list, { ...set, id }].toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
    : list.map((row) => (row.id === id ? { ...row, ...set } : row))
  return { ...rows, [entity]: next }
}

function randomChange(random: Random, rows: Rows, schema: Schema): Disturbance | undefined {
  const tenant = random.chance(0.2) ? 'other' : 'own'
  const entity = entityOf(schema, random.pick(entities))
  const list = rows[tenant][entity.name] ?? []
  if (list.length === 0) return undefined
  const row = random.pick(list)
  const target = { tenant, entity: entity.name, id: String(row.id), fresh: false } as const
  const kind = random.pick(['field', 'field', 'field', 'bin', 'insert'] as const)
  if (kind !== 'field' && entity.name === 'member') return undefined
  if (kind === 'bin' && entity.keeping === 'log') return undefined
  if (kind === 'bin') return { ...target, set: { deletedAt: isAlive(row) ? '2026-03-10T00:00:00.000Z' : null } }
  if (kind === 'insert')
    return { ...target, id: `${row.id}-${random.int(0, 1e12)}`, set: renamed(entity, row, random), fresh: true }
  const fields = [...entity.fields.values()].filter(
    (f) => !f.system && f.kind !== 'json' && !(entity.name === 'member' && structure.has(f.name)),
  )
  const field = random.pick(fields)
  return { ...target, set: { [field.name]: anotherValue(random, field, list) } }
}

function anotherValue(random: Random, field: FieldIR, rows: readonly Row[]): unknown {
  if (field.unique) return `y${random.int(0, 1e9)}@example.com`
  if (field.nullable && random.chance(0.2)) return null
  const found = [...(words[field.name] ?? []), ...rows.map((row) => row[field.name])].filter(
    (value) => value !== null && value !== undefined,
  )
  return found.length > 0 ? random.pick(found) : field.kind === 'boolean' ? random.chance(0.5) : null
}

/** The same row with unique values of its own. */
function renamed(entity: EntityIR, row: Row, random: Random): Row {
  const unique = [...entity.fields.values()].filter((field) => field.unique && row[field.name] !== null)
  return { ...row, ...Object.fromEntries(unique.map(({ name }) => [name, `z${random.int(0, 1e9)}@example.com`])) }
}
