import type { Context, HandlersOf } from '../../plugin/index.ts'
import type { RowIn } from '../../schema/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { workOperations } from './contracts.ts'

type Row = RowIn<CoreTypes, 'activity'>

/** What is done with activities. */
export const activityHandlers: Pick<HandlersOf<CoreTypes, typeof workOperations>, 'activities'> = {
  activities: {
    async log(context, input) {
      const activity = await context.crm.activities.create(input)
      return { activity, warnings: await recentContacts(context, activity) }
    },
  },
}

/** So many colleagues are named at most. */
const mostNamed = 10

/** Who else was in touch with the same customer lately, of whom the actor may know: each colleague's latest. */
async function recentContacts({ crm, recentContact }: Context<CoreTypes>, activity: Row) {
  const found = await crm.activities.aggregate({
    where: {
      ...customerOf(activity),
      ownerId: { ne: activity.ownerId, isNull: false },
      at: { gte: { ago: recentContact } },
    },
    groupBy: { by: 'ownerId' },
    measures: { at: { fn: 'max', field: 'at' } },
    orderBy: { at: 'desc' },
    limit: mostNamed,
  })
  return found.map(({ by, at }) => ({ code: 'recent_contact' as const, by: String(by), at: String(at) }))
}

/** Whom it was with, as a condition on other activities: the company, else the contact. */
function customerOf({ companyId, contactId, leadId, dealId }: Row) {
  if (companyId !== null) return { companyId }
  if (contactId !== null) return { contactId }
  return leadId === null ? { dealId } : { leadId }
}
