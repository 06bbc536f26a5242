import type { InverseOf } from '../../schema/index.ts'
import type { memberOperations } from './contracts.ts'
import type { MemberTypes, member } from './member.ts'
import type { TeamTypes, team } from './team.ts'

/** Colleagues: members, teams, and what belongs to whom. */
export interface TeamEntities {
  member: MemberTypes
  team: TeamTypes
}
export type TeamInverses = InverseOf<typeof member> & InverseOf<typeof team>
export type TeamOperations = typeof memberOperations
