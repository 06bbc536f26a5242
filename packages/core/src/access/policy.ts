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
import { type EntityIR, entityOf, type OneIR, type Schema } from '../schema/index.ts'
import type { Actor } from './actor.ts'
import { type Action, type Grant, grantsOf, isThrough, type Role, type ScopeRule } from './role.ts'
import { scopeWhere } from './scope.ts'

/** What one actor may see and do, compiled to conditions as it is asked for. */
export interface Policy extends Access {
  /** Which records an action may touch, writing these fields. */
  may(action: Action, entity: EntityIR, fields?: readonly string[]): Condition
  /** What he may see of the entity that a relation comes from, of the records that it leads to one that he sees. */
  beside(relation: OneIR): EntityAccess | undefined
  /** Whether the actor may call an operation of a plugin. */
  mayCall(operation: string): boolean
  /** Every grant on an entity, for people who ask why. */
  rules(entity: EntityIR): readonly Rule[]
}

/** One grant of one role. */
export interface Rule {
  readonly role: string
  readonly grant: Grant
  /** Which records it gives for an action. */
  rows(action: Action): Condition
}

interface Right {
  readonly grants: readonly { readonly grant: Grant; readonly rows: Condition }[]
  readonly rows: Condition
}

/** How a rule is come to. */
interface Way {
  /** The relation whose record is known to be readable. */
  readonly known?: OneIR
  /** The entities whose records go with this one's: a way round leads nowhere. */
  readonly from: readonly string[]
}
const direct: Way = { from: [] }

/** Of somebody who has left: nothing is there, and nothing may be done. */
export const noPolicy: Policy = {
  entity: () => ({ rows: never, masks: new Map() }),
  beside: () => ({ rows: never, masks: new Map() }),
  may: () => never,
  mayCall: () => false,
  rules: () => [],
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
    return { name, role }
  })
  const seen = new Map<string, EntityAccess | undefined>()
  const seenBeside = new Map<OneIR, EntityAccess | undefined>()
  const rights = new Map<string, Right>()

  /** The grants of an action on an entity, each with its records. */
  function right(action: Action, entity: EntityIR, way: Way): Right {
    const key = `${action} ${entity.name}`
    let found = way === direct ? rights.get(key) : undefined
    if (found === undefined) {
      const grants = held
        .flatMap(({ role }) => grantsOf(role, entity.name))
        .filter((grant) => grant.can?.includes(action) ?? true)
        .map((grant) => ({ grant, rows: condition(grant.scope, action, entity, way) }))
      found = { grants, rows: any(grants.map(({ rows }) => rows)) }
      if (way === direct) rights.set(key, found)
    }
    return found
  }

  /** What a record owns is a field of it: the rule is that of the owner's `lines`, one hop up. */
  function rule(action: Action, entity: EntityIR, named: readonly string[], way: Way = direct): Condition {
    const fields = together(entity, named)
    if (entity.ownedBy !== undefined) {
      const owner = entityOf(schema, entity.ownedBy.to)
      const own = owner.owns.filter(({ to }) => to === entity.name).map(({ name }) => name)
      const parent = rule(action === 'read' ? 'read' : 'update', owner, own, way)
      return isNever(parent) ? never : { node: 'one', relation: entity.ownedBy, is: parent }
    }
    const { grants, rows } = right(action, entity, way)
    // A field that every grant has asks for nothing more.
    const narrow = fields.filter((field) => !grants.every(({ grant }) => includes(grant, field, action)))
    if (narrow.length === 0) return rows
    const perField = narrow.map((field) =>
      any(grants.filter(({ grant }) => includes(grant, field, action)).map((granted) => granted.rows)),
    )
    return all([rows, ...perField])
  }

  function condition(scope: ScopeRule, action: Action, entity: EntityIR, way: Way): Condition {
    if (isThrough(scope)) return any(scope.through.map((name) => goingWith(entity.one.get(name), way)))
    const where = scopeWhere(scope, action, entity)
    return where === true ? always : where === false ? never : checkWhere(where, entity, context)
  }

  /** The records that go with one that may be read. */
  function goingWith(relation: OneIR | undefined, way: Way): Condition {
    if (relation === undefined || way.from.includes(relation.to)) return never
    if (relation === way.known) return always
    const is = rule('read', entityOf(schema, relation.to), [], { from: [...way.from, relation.from] })
    return isNever(is) ? never : { node: 'one', relation, is }
  }

  function compile(name: string, way: Way = direct): EntityAccess | undefined {
    const entity = schema.entities.get(name)
    if (entity === undefined) return undefined
    const rows = rule('read', entity, [], way)
    if (isNever(rows)) return undefined
    const masks = new Map<string, Condition>()
    if (entity.ownedBy === undefined) {
      const { grants } = right('read', entity, way)
      for (const field of entity.fields.values()) {
        // Who may not read what it would tell does not read it.
        const names = [field.name, ...(field.from ?? [])]
        if (field.system || names.every((name) => grants.every(({ grant }) => includes(grant, name, 'read')))) continue
        masks.set(field.name, rule('read', entity, names, way))
      }
    }
    return { rows, masks }
  }

  const rules = (entity: EntityIR): readonly Rule[] =>
    held.flatMap(({ name, role }) =>
      grantsOf(role, entity.name).map((grant) => ({
        role: name,
        grant,
        rows: (action) =>
          grant.can?.includes(action) === false ? never : condition(grant.scope, action, entity, direct),
      })),
    )

  return {
    rules,
    entity(name) {
      if (!seen.has(name)) seen.set(name, compile(name))
      return seen.get(name)
    },
    beside(relation) {
      if (!seenBeside.has(relation)) seenBeside.set(relation, compile(relation.from, { known: relation, from: [] }))
      return seenBeside.get(relation)
    },
    may: (action, entity, fields = []) => rule(action, entity, fields),
    mayCall: (operation) =>
      held.some(({ role }) => role.operations?.some((o) => o === '*' || o === operation) ?? false),
  }
}

/** An owned list that says the same as some fields has the rights of all of them together. */
function together({ arrange, owns }: EntityIR, fields: readonly string[]): readonly string[] {
  const lists = owns.flatMap(({ name }) => (fields.includes(name) ? [name] : []))
  const said = arrange.filter(({ of }) => lists.some((name) => of.includes(name))).flatMap(({ of }) => of)
  return said.length === 0 ? fields : [...new Set([...fields, ...said])]
}

function includes(grant: Grant, field: string, action: Action): boolean {
  // What was shared is not one's own to give away.
  if (grant.scope === 'shared' && field === 'ownerId' && action !== 'read') return false
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
