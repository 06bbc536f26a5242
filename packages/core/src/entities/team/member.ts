import { type CreateOf, defineEntity, field, type RowOf, type SubjectOf, type System } from '../../schema/index.ts'

/** A user of the host's as a colleague: the place of a user id in teams and under managers. */
export const member = defineEntity({
  name: 'member',
  plural: 'members',
  fields: {
    userId: field.string({ min: 1 }).unique().plain(),
    name: field.string({ min: 1 }).search().pii(),
    email: field.email().optional().pii(),
    title: field.string().optional().pii(),
    region: field.string().optional().plain(),
    teamId: field.ref('team').optional(),
    /** Whom this member reports to. */
    managerId: field.ref('member').optional(),
    /** When he left: his records are somebody else's, and he sees nothing any more. */
    leftAt: field.datetime().optional().generated(),
  },
  relations: {
    team: { to: 'team', via: 'teamId', inverse: 'members' },
    manager: { to: 'member', via: 'managerId', inverse: 'reports' },
  },
  subject: true,
})

/**
 * Who is below whom, at any depth: one row for each member and each user above him, himself included. Kept by the
 * writes of members (see `reach.ts`), so that «the records of everybody below me» is one look-up.
 */
export const memberReach = defineEntity({
  name: 'memberReach',
  plural: 'memberReach',
  keeping: 'log',
  fields: { memberId: field.ref('member'), viewer: field.string().plain() },
  relations: { member: { to: 'member', via: 'memberId', inverse: 'reach' } },
  indexes: [['memberId', 'viewer']],
})

/**
 * A user of the host's as a colleague: his place in teams and under managers. `leftAt` is null while he is here.
 *
 * @example
 * const { items } = await me.members.list({ where: { leftAt: null } })
 * const names = items.map(({ name }: Member) => name)
 */
export interface Member extends System, RowOf<typeof member.fields> {}

/**
 * What a creation of a member takes. `userId` is the host's own id of the user.
 *
 * @example
 * const member: MemberCreate = { userId: 'u_2', name: '李雷', managerId: 'm_1' }
 * await me.members.create(member)
 */
export interface MemberCreate extends CreateOf<typeof member.fields> {}
export type MemberTypes = SubjectOf<typeof member, Member, MemberCreate>
