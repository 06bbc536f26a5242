import type { Done } from '../../operation/index.ts'
import type { Context, EntityHooks } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import { checkView } from './check.ts'

/** A view is sound when it is written, and everybody has one default for an entity. */
export const savedViewHooks: EntityHooks<CoreTypes> = {
  beforeWrite(changes, context) {
    for (const change of changes) {
      const { action, before, input } = change
      if (action === 'delete') continue
      checkView(context, { ...before, ...input })
      // What somebody else saw first does not take the place of what the new owner does.
      if (before !== null && (input.ownerId ?? before.ownerId) !== before.ownerId) change.set({ isDefault: false })
    }
  },
  async afterWrite(changes, context) {
    const chosen = new Map(changes.filter(isChosen).map((change) => [key(change), change]))
    if (chosen.size > 0) await context.table('savedView').lock('default')
    for (const { id, after } of chosen.values()) await unchoose(context, id, after)
  },
}

const isChosen = ({ action, after }: Done): boolean => after.isDefault === true && action !== 'delete'
const key = ({ after: { ownerId, entity } }: Done): string => JSON.stringify([ownerId, entity])

/** The others of the same owner and entity are no default any more. */
async function unchoose({ crm }: Context<CoreTypes>, id: string, { ownerId, entity }: Done['after']): Promise<void> {
  const others = { ownerId: ownerId as string | null, entity: String(entity), isDefault: true, id: { ne: id } }
  await crm.savedViews.updateMany({ where: others, set: { isDefault: false } })
}
