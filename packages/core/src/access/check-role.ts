import { CrmError, isCrmError } from '../error/index.ts'
import { checkWhere, type QueryContext } from '../query/index.ts'
import { type EntityIR, operationHint, type Schema, singularHint } from '../schema/index.ts'
import { type Grant, grantsOf, isThrough, type Role, scopes } from './role.ts'

/** Refuses a role that names what does not exist: `ROLE_INVALID`, before anybody acts in it. */
export function checkRole(
  name: string,
  role: Role,
  operations: ReadonlySet<string>,
  schema: Schema,
  context: QueryContext,
): void {
  const fail = (problem: string, hint: { readonly hint?: string } = {}) =>
    new CrmError('ROLE_INVALID', { details: { role: name, problem }, ...hint })
  const entities = [...schema.entities.values()]
  for (const entity of Object.keys(role.grants)) {
    const known = schema.entities.get(entity)
    if (entity !== '*' && known === undefined)
      throw fail(`there is no entity ${entity}`, singularHint(entities, entity))
    if (known?.ownedBy !== undefined) throw fail(`${entity} has the rights of its owner: name ${known.ownedBy.to}`)
    if (known !== undefined && !known.fields.has('ownerId')) checkNobodys(known, grantsOf(role, entity), fail)
  }
  for (const operation of role.operations ?? []) {
    if (operation !== '*' && !operations.has(operation))
      throw fail(`there is no operation ${operation} to be granted by name`, operationHint(entities, operation))
  }
  const fieldsOf = (entity: EntityIR) => [...entity.fields.keys(), ...entity.owns.map((relation) => relation.name)]
  for (const entity of entities) {
    if (entity.keeping === 'log' || entity.ownedBy !== undefined) continue
    for (const grant of grantsOf(role, entity.name)) {
      const names = named(grant)
      // A grant for all entities may name fields and relations that only some of them have.
      const possible = Object.hasOwn(role.grants, entity.name) ? [entity] : entities
      const fields = names.length === 0 ? [] : possible.flatMap(fieldsOf)
      for (const field of names) if (!fields.includes(field)) throw fail(`${entity.name} has no field ${field}`)
      if (typeof grant.scope === 'object') checkScope(grant.scope, entity, possible, context, fail)
      else if (!scopes.includes(grant.scope)) throw fail(`there is no scope ${String(grant.scope)}`)
    }
  }
}

const named = ({ fields = [], except = [] }: Grant): readonly string[] => [...fields, ...except]

/** Scopes that ask for an owner grant nothing where no record has one. */
function checkNobodys(entity: EntityIR, grants: readonly Grant[], fail: (problem: string) => CrmError): void {
  for (const { scope } of grants)
    if (scope === 'own' || scope === 'team' || scope === 'tree')
      throw fail(`nobody owns a ${entity.name}, for it has no field ownerId: scope ${scope} grants nothing`)
}

function checkScope(
  scope: object,
  entity: EntityIR,
  possible: readonly EntityIR[],
  context: QueryContext,
  fail: (problem: string) => CrmError,
): void {
  if (isThrough(scope)) {
    if (Object.keys(scope).length > 1) throw fail(`its scope on ${entity.name} is either through or a condition`)
    for (const name of scope.through)
      if (!possible.some(({ one }) => one.has(name))) throw fail(`${entity.name} has no to-one relation ${name}`)
    return
  }
  try {
    checkWhere(scope, entity, context)
  } catch (error) {
    throw isCrmError(error)
      ? fail(`its scope on ${entity.name} is no condition: ${(error as CrmError).message.replace(/\.$/, '')}`)
      : error
  }
}
