import { CrmError } from '../error/index.ts'
import {
  type Access,
  always,
  type Condition,
  checkWhere,
  type EntityAccess,
  never,
  type QueryContext,
} from '../query/index.ts'
import { type EntityIR, entityOf, type Schema } from '../schema/index.ts'
import type { Actor } from './actor.ts'
import { type Action, type Grant, grantsOf, type Role, type ScopeRule } from './role.ts'

/** What one actor may see and do, compiled to conditions as it is asked for. */
export interface Policy extends Access {
  /** Which records an action may touch, writing these fields. */
  may(action: Action, entity: EntityIR, fields?: readonly string[]): Condition
  /** Whether the actor may call an operation of a plugin. */
  mayCall(operation: string): boolean
}

interface Right {
  readonly grants: readonly { readonly grant: Grant; readonly rows: Condition }[]
  readonly rows: Condition
}

/** Compiles the policy of an actor. Throws `ROLE_UNKNOWN`. */
export function policyOf(
  actor: Actor,
  roles: ReadonlyMap<string, Role>,
  schema: Schema,
  context: QueryContext,
): Policy {
  const held = actor.roles.map((name) => {
    const role = roles.get(name)
    if (role === undefined) {
      throw new CrmError('ROLE_UNKNOWN', {
        details: { path: 'roles', role: name },
        hint: `Known roles: ${[...roles.keys()].join(', ')}.`,
      })
    }
    return role
  })
  const seen = new Map<string, EntityAccess | undefined>()
  const rights = new Map<string, Right>()

  /** The grants of an action on an entity, each with its records. */
  function right(action: Action, entity: EntityIR): Right {
    const key = `${action} ${entity.name}`
    let found = rights.get(key)
    if (found === undefined) {
      const grants = held
        .flatMap((role) => grantsOf(role, entity.name))
        .filter((grant) => grant.can?.includes(action) ?? true)
        .map((grant) => ({ grant, rows: condition(grant.scope, entity) }))
      found = { grants, rows: any(grants.map(({ rows }) => rows)) }
      rights.set(key, found)
    }
    return found
  }

  /** What a record owns is a field of it: the rule is that of the owner's `lines`, one hop up. */
  function rule(action: Action, entity: EntityIR, fields: readonly string[]): Condition {
    if (entity.ownedBy !== undefined) {
      const owner = entityOf(schema, entity.ownedBy.to)
      const own = owner.owns.filter(({ to }) => to === entity.name).map(({ name }) => name)
      const parent = rule(action === 'read' ? 'read' : 'update', owner, own)
      return isNever(parent) ? never : { node: 'one', relation: entity.ownedBy, is: parent }
    }
    const { grants, rows } = right(action, entity)
    // A field that every grant has asks for nothing more.
    const narrow = fields.filter((field) => !grants.every(({ grant }) => includes(grant, field)))
    if (narrow.length === 0) return rows
    const perField = narrow.map((field) =>
      any(grants.filter(({ grant }) => includes(grant, field)).map((granted) => granted.rows)),
    )
    return all([rows, ...perField])
  }

  function condition(scope: ScopeRule, entity: EntityIR): Condition {
    const where = scopeWhere(scope, entity)
    return where === true ? always : where === false ? never : checkWhere(where, entity, context)
  }

  function compile(name: string): EntityAccess | undefined {
    const entity = schema.entities.get(name)
    if (entity === undefined) return undefined
    const rows = rule('read', entity, [])
    if (isNever(rows)) return undefined
    const masks = new Map<string, Condition>()
    if (entity.ownedBy === undefined) {
      const { grants } = right('read', entity)
      for (const field of entity.fields.values()) {
        if (field.system || grants.every(({ grant }) => includes(grant, field.name))) continue
        masks.set(field.name, rule('read', entity, [field.name]))
      }
    }
    return { rows, masks }
  }

  return {
    entity(name) {
      if (!seen.has(name)) seen.set(name, compile(name))
      return seen.get(name)
    },
    may: (action, entity, fields = []) => rule(action, entity, fields),
    mayCall: (operation) => held.some((role) => role.operations?.some((o) => o === '*' || o === operation) ?? false),
  }
}

/** A scope as a `Where`; true for all, false for none. The query language says all of them. */
function scopeWhere(scope: ScopeRule, entity: EntityIR): Readonly<Record<string, unknown>> | boolean {
  if (scope === 'all') return true
  if (scope === 'none') return false
  if (typeof scope === 'object') return scope
  if (!entity.fields.has('ownerId')) return false
  const me = { eq: { actor: 'user' } }
  const owner = [...entity.one.values()].find(({ to, via }) => to === 'member' && via.name === 'ownerId')
  // Without a relation to members nobody is known to be near the owner.
  if (scope === 'own' || owner === undefined) return { ownerId: me }
  const reached =
    scope === 'team' ? { team: { is: { members: { some: { userId: me } } } } } : { reach: { some: { viewer: me } } }
  return { or: [{ ownerId: me }, { [owner.name]: { is: reached } }] }
}

function includes(grant: Grant, field: string): boolean {
  if (grant.fields !== undefined && !grant.fields.includes(field)) return false
  return !(grant.except?.includes(field) ?? false)
}

function any(conditions: readonly Condition[]): Condition {
  const unique = distinct(conditions.filter((c) => !isNever(c)))
  if (unique.some(isAlways)) return always
  return unique.length === 1 ? (unique[0] as Condition) : { node: 'or', all: unique }
}

function all(conditions: readonly Condition[]): Condition {
  if (conditions.some(isNever)) return never
  const unique = distinct(conditions.filter((c) => !isAlways(c)))
  return unique.length === 1 ? (unique[0] as Condition) : { node: 'and', all: unique }
}

/** Several roles often say the same. */
function distinct(conditions: readonly Condition[]): readonly Condition[] {
  if (conditions.length < 2) return conditions
  const spelled = new Map<string, Condition>()
  for (const condition of conditions) spelled.set(spell(condition), condition)
  return [...spelled.values()]
}

/** Relations and fields refer to each other in the schema; their names say which they are. */
function spell(condition: Condition): string {
  return JSON.stringify(condition, (key, value) => (key === 'relation' || key === 'field' ? value?.name : value))
}

export const isNever = (c: Condition): boolean => c.node === 'or' && c.all.length === 0
export const isAlways = (c: Condition): boolean => c.node === 'and' && c.all.length === 0
