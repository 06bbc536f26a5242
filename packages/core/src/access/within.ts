import type { EntityIR, Schema } from '../schema/index.ts'
import { type Action, type Grant, grantsOf, isThrough, type Role, type ScopeRule } from './role.ts'
import { fieldsTold } from './tells.ts'

const actions: readonly Action[] = ['read', 'create', 'update', 'delete', 'move']

/** What somebody has who grants a role. */
interface Granting {
  readonly roles: readonly Role[]
  /** Whether he reads these fields of every record of an entity. */
  readsAll(entity: EntityIR, fields: readonly string[]): boolean
}

/**
 * The first thing that a role grants and whoever grants it does not have, in words; undefined where there is none.
 * Careful, not clever: scopes that cannot be compared count as more.
 */
export function exceeding(role: Role, granting: Granting, schema: Schema): string | undefined {
  const { roles: held } = granting
  for (const operation of role.operations ?? []) {
    if (!held.some(({ operations = [] }) => operations.includes('*') || operations.includes(operation)))
      return operation
  }
  for (const entity of schema.entities.values()) {
    // The engine's own tables count: a relation leads to some of them.
    if (entity.ownedBy !== undefined) continue
    const own = held.flatMap((other) => grantsOf(other, entity.name))
    for (const grant of grantsOf(role, entity.name)) {
      const more = exceedingGrant(grant, own, entity) ?? telling(grant, own, entity, granting, schema)
      if (more !== undefined) return more
    }
  }
  return undefined
}

function exceedingGrant(grant: Grant, own: readonly Grant[], entity: EntityIR): string | undefined {
  if (grant.scope === 'none') return undefined
  const scope = typeof grant.scope === 'string' ? grant.scope : 'where'
  for (const action of actions) {
    if (!allows(grant, action)) continue
    const wider = own.filter((other) => allows(other, action) && covers(other.scope, grant.scope))
    if (wider.length === 0) return `${entity.name} ${action} ${scope}`
    const field = fieldsOf(entity).find(
      (name) => includes(grant, name) && !wider.some((other) => includes(other, name)),
    )
    if (field !== undefined) return `${entity.name} ${action} ${scope} ${field}`
  }
  return undefined
}

/** A condition on what he may not read would tell him, by the records that satisfy it. */
function telling(
  { scope }: Grant,
  own: readonly Grant[],
  entity: EntityIR,
  { readsAll }: Granting,
  schema: Schema,
): string | undefined {
  if (typeof scope === 'string' || isThrough(scope)) return undefined
  // What he is granted himself tells nothing new.
  if (own.some((other) => spell(other.scope) === spell(scope))) return undefined
  const hidden = fieldsTold(scope, entity, schema).find(
    ({ entity: of, field }) => !readsAll(of, [field, ...(of.fields.get(field)?.from ?? [])]),
  )
  return hidden && `${entity.name} where ${hidden.entity.name} ${hidden.field}`
}

const allows = ({ can }: Grant, action: Action): boolean => can?.includes(action) ?? true

const includes = ({ fields, except }: Grant, name: string): boolean =>
  (fields?.includes(name) ?? true) && !(except?.includes(name) ?? false)

const fieldsOf = ({ fields, owns }: EntityIR): readonly string[] => [
  ...[...fields.values()].filter(({ system }) => !system).map(({ name }) => name),
  ...owns.map(({ name }) => name),
]

/** Whether every record of one scope is in another: what is one's own is the team's and of those below, too. */
function covers(wide: ScopeRule, narrow: ScopeRule): boolean {
  if (wide === 'all' || narrow === 'none') return true
  if (narrow === 'own') return wide === 'own' || wide === 'team' || wide === 'tree'
  return typeof wide === 'string' ? wide === narrow : typeof narrow === 'object' && spell(wide) === spell(narrow)
}

/** Stored documents keep no order of their keys. */
function spell(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(spell).join()}]`
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${spell(item)}`).join()}}`
}
