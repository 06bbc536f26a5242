import * as z from 'zod'
import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'

/** What a view asks: as `list` takes it, and which fields are to be shown. It is checked against the entity when it is written. */
const viewQuery = () =>
  z.strictObject({
    where: z.record(z.string(), z.unknown()).optional(),
    orderBy: z.union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))]).optional(),
    include: z.record(z.string(), z.unknown()).optional(),
    /** Names of fields, in the order that they are shown in. */
    columns: z.array(z.string()).max(100).optional(),
    limit: z.int().min(1).max(200).optional(),
  })

/** A list that somebody looks at again and again: filter, order, columns. What it shows are the viewer's own rights. */
export const savedView = defineEntity({
  name: 'savedView',
  plural: 'savedViews',
  fields: {
    name: field.string({ min: 1 }).plain(),
    /** The entity that it lists: `deal`. */
    entity: field.string({ min: 1 }).plain(),
    query: field.json(viewQuery).plain(),
    ownerId: field.string().optional().plain(),
    /** Everybody in the tenant may look at it. */
    shared: field.boolean().default(false),
    /** What its owner sees first, of all his views of this entity. */
    isDefault: field.boolean().default(false),
  },
  relations: { owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'savedViews' } },
  indexes: [['ownerId', 'entity']],
  // Private ones are of use to nobody else.
  open: { shared: true },
})

/**
 * A list that somebody looks at again and again: filter, order, columns. What it shows are the viewer's own rights.
 *
 * @example
 * const view: SavedView = await me.savedViews.get('v_1')
 * console.log(view.entity, view.query.where)
 */
export interface SavedView extends System, RowOf<typeof savedView.fields> {}

/**
 * What a creation of a saved view takes. Its query is checked against the entity.
 *
 * @example
 * const view: SavedViewCreate = { name: 'Large ones', entity: 'deal', query: { where: { amount: { gte: 1_000_000 } } } }
 * await me.savedViews.create(view)
 */
export interface SavedViewCreate extends CreateOf<typeof savedView.fields> {}
export type SavedViewTypes = EntityOf<typeof savedView, SavedView, SavedViewCreate>
