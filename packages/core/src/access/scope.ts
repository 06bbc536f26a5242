import type { EntityIR } from '../schema/index.ts'
import type { Action, ScopeRule, Through } from './role.ts'

type Raw = Readonly<Record<string, unknown>>
const me = { eq: { actor: 'user' } }

/** The records of a scope as a `Where`; true for all, false for none. The query language says all of them. */
export function scopeWhere(scope: Exclude<ScopeRule, Through>, action: Action, entity: EntityIR): Raw | boolean {
  if (typeof scope === 'object') return scope
  switch (scope) {
    case 'all':
      return true
    case 'none':
      return false
    case 'shared':
      return sharedWhere(action, entity)
    default:
      return ownersWhere(scope, entity)
  }
}

/** Records of the actor, and of those who are near him. */
function ownersWhere(scope: 'own' | 'team' | 'tree', entity: EntityIR): Raw | boolean {
  if (!entity.fields.has('ownerId')) return false
  const owner = [...entity.one.values()].find(({ to, via }) => to === 'member' && via.name === 'ownerId')
  // Without a relation to members nobody is known to be near the owner.
  if (scope === 'own' || owner === undefined) return { ownerId: me }
  const reached =
    scope === 'team' ? { team: { is: { members: { some: { userId: me } } } } } : { reach: { some: { viewer: me } } }
  return { or: [{ ownerId: me }, { [owner.name]: { is: reached } }] }
}

/** Records that were shared with the actor: at any level to read, with `write` to change. */
function sharedWhere(action: Action, entity: EntityIR): Raw | boolean {
  if (action === 'create' || action === 'delete' || !entity.many.has('sharedWith')) return false
  return { sharedWith: { some: { userId: me, ...(action === 'read' ? {} : { level: 'write' }) } } }
}
