import type { Context, HandlersOf } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { leadOperations } from './contracts.ts'
import { pointsOf } from './reachable.ts'

type Points = NonNullable<ReturnType<typeof pointsOf>>
type Capture = HandlersOf<CoreTypes, typeof leadOperations>['leads']['capture']

/** A lead, unless it is a customer's already. Whose he is, is told also of customers that the actor may not see. */
export const capture: Capture = async (context, input) => {
  const points = pointsOf(input, context.phones)
  for (const customer of ['contact', 'company'] as const) {
    const found = points && (await ownerOfPoint(context, customer, points))
    if (found === undefined) continue
    return { status: 'conflict', customer, customerId: found.id, ownedBy: found.ownerId }
  }
  return { status: 'created', lead: await context.crm.leads.create(input) }
}

/** The oldest of the customers whose points these are. */
async function ownerOfPoint({ table }: Context<CoreTypes>, customer: 'contact' | 'company', points: Points) {
  const found =
    customer === 'contact'
      ? (await table('contactPoint').all(points)).map(({ contactId }) => contactId)
      : (await table('companyPoint').all(points)).map(({ companyId }) => companyId)
  if (found.length === 0) return undefined
  const [oldest] = await table(customer).all({ id: { in: found.slice(0, 1000) } })
  return oldest
}
