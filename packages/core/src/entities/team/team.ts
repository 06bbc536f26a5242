import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** A group of members who may share records. */
export const team = defineEntity({
  name: 'team',
  plural: 'teams',
  fields: {
    name: field.string({ min: 1 }).search().plain(),
    externalId: field.string().optional().unique().plain(),
    parentId: field.ref('team').optional(),
  },
  relations: { parent: { to: 'team', via: 'parentId', inverse: 'children' } },
})

/**
 * A group of members who may share records, by grants with `scope: 'team'`.
 *
 * @example
 * const team: Team = await me.teams.get('g_1')
 * console.log(team.name)
 */
export interface Team extends System, RowOf<typeof team.fields> {}

/**
 * What a creation of a team takes.
 *
 * @example
 * const team: TeamCreate = { name: '华东', parentId: 'g_1' }
 * await me.teams.create(team)
 */
export interface TeamCreate extends CreateOf<typeof team.fields> {}
export type TeamTypes = EntityOf<typeof team, Team, TeamCreate>
