import type { EntityIR, Schema } from '../schema/index.ts'
import { type Action, type Grant, grantsOf, type Role, type ScopeRule } from './role.ts'

const actions: readonly Action[] = ['read', 'create', 'update', 'delete', 'move']

/**
 * The first thing that a role grants and several roles together do not, in words; undefined where there is none. Careful,
 * not clever: scopes that cannot be compared count as more.
 */
export function exceeding(role: Role, held: readonly Role[], schema: Schema): string | undefined {
  for (const operation of role.operations ?? []) {
    if (!held.some(({ operations = [] }) => operations.includes('*') || operations.includes(operation)))
      return operation
  }
  for (const entity of schema.entities.values()) {
    if (entity.keeping === 'log' || entity.ownedBy !== undefined) continue
    const own = held.flatMap((other) => grantsOf(other, entity.name))
    for (const grant of grantsOf(role, entity.name)) {
      const more = exceedingGrant(grant, own, entity)
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
