import type { Context, HandlersOf } from '../../plugin/index.ts'
import type { Row } from '../../schema/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { leadOperations } from './contracts.ts'
import { pointsOf } from './reachable.ts'

type Capture = HandlersOf<CoreTypes, typeof leadOperations>['leads']['capture']

/** A lead, unless it is a customer's already. Whose he is, is told also of customers that the actor may not see. */
export const capture: Capture = async (context, input) => {
  const points = pointsOf(input, context.phones)
  for (const customer of points === undefined ? [] : (['contact', 'company'] as const)) {
    const found = await ownerOfPoint(context, customer, points)
    if (found === undefined) continue
    return { status: 'conflict', customer, customerId: found.id as string, ownedBy: found.ownerId as string | null }
  }
  return { status: 'created', lead: await context.crm.leads.create(input) }
}

/** The oldest of the customers whose points these are. */
async function ownerOfPoint({ table }: Context<CoreTypes>, customer: 'contact' | 'company', points: Row | undefined) {
  const found = await table(`${customer}Point`).all(points ?? {})
  if (found.length === 0) return undefined
  const [oldest] = await table(customer).all({
    id: { in: found.slice(0, 1000).map((point) => point[`${customer}Id`]) },
  })
  return oldest
}
