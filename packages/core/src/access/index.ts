export type { Actor, ActorInput, SystemInput } from './actor.ts'
export { checkRole } from './check-role.ts'
export { isAlways, isNever, type Policy, policyOf } from './policy.ts'
export type { Action, Grant, Role, ScopeRule } from './role.ts'
