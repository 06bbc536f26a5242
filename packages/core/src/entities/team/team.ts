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

export interface Team extends System, RowOf<typeof team.fields> {}
export interface TeamCreate extends CreateOf<typeof team.fields> {}
export type TeamTypes = EntityOf<typeof team, Team, TeamCreate>
