export type { Actor, ActorInput, SystemInput } from './actor.ts'
export { checkRole } from './check-role.ts'
export { isAlways, isNever, type Policy, policyOf } from './policy.ts'
export { type Action, type Grant, grantsOf, type Role, type ScopeRule } from './role.ts'
