import { part } from '../part.ts'
import { memberOperations } from './contracts.ts'
import { memberHandlers } from './handover.ts'
import { member, memberReach } from './member.ts'
import { reachHooks } from './reach.ts'
import { team as teams } from './team.ts'

/** Colleagues: members, teams, and what belongs to whom. */
export const team = part({
  entities: [teams, member, memberReach],
  hooks: { member: reachHooks },
  operations: memberOperations,
  handlers: memberHandlers,
})
