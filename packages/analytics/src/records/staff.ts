import type { Inside } from '../inside.ts'

/** A member, as he is now. */
export interface Colleague {
  readonly userId: string
  readonly name: string
  readonly teamId: string | null
  readonly region: string | null
  readonly createdAt: string
  readonly leftAt: string | null
}

/** The members that the actor may read, by their user ids. */
export async function staffOf({ crm }: Inside): Promise<ReadonlyMap<string, Colleague>> {
  const staff = new Map<string, Colleague>()
  for await (const member of crm.members.iterate({ orderBy: { userId: 'asc' } })) {
    const { userId, name, teamId, region, createdAt, leftAt } = member
    staff.set(userId, { userId, name, teamId, region, createdAt, leftAt })
  }
  return staff
}

/** Whether he was there in a period, as far as is known: others are listed only with figures. */
export const wasThere = ({ createdAt, leftAt }: Colleague, from: string, until: string): boolean =>
  createdAt < until && (leftAt === null || leftAt > from)

export type StaffKey = 'member' | 'team' | 'region'

/** In which group a user's figures count; null: nobody's, or his whom no member stands for. */
export function groupOf(staff: ReadonlyMap<string, Colleague>, by: StaffKey, userId: string | null): string | null {
  if (by === 'member' || userId === null) return userId
  const of = staff.get(userId)
  return (by === 'team' ? of?.teamId : of?.region) ?? null
}

/** What the groups are called. */
export async function namesOf(
  { crm }: Inside,
  by: StaffKey,
  staff: ReadonlyMap<string, Colleague>,
): Promise<ReadonlyMap<string, string>> {
  if (by === 'member') return new Map([...staff].map(([id, { name }]) => [id, name]))
  const names = new Map<string, string>()
  if (by === 'team') for await (const { id, name } of crm.teams.iterate({})) names.set(id, name)
  else for (const { region } of staff.values()) if (region !== null) names.set(region, region)
  return names
}
