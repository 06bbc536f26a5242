import type { Context, StoryStep } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import { settle } from './lifecycle.ts'

/** The stages that the story of a customer tells of. */
export function stagesIn(story: readonly StoryStep[]) {
  return story.flatMap(({ at, actor, changes: { lifecycle } }) => {
    if (lifecycle === undefined) return []
    const [from, to] = lifecycle as readonly [string | null, string]
    return [{ from, to, at, actor }]
  })
}

interface Page {
  readonly items: readonly { readonly id: string }[]
  readonly next: string | null
}

/** One page of customers, each stage worked out from the orders again. */
export async function rebuilt(context: Context<CoreTypes>, entity: 'company' | 'contact', { items, next }: Page) {
  const customers = await context.table(entity).hold(items.map(({ id }) => id))
  return { checked: items.length, changed: await settle(context, entity, customers), next }
}
