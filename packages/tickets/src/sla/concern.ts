import type { Done } from '@guanxi/core'
import { namesIn } from '../matching.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Inside } from './inside.ts'
import type { Happening } from './metric.ts'
import type { SlaPolicy } from './policy.ts'

/** What clocks go by, whatever the policies are. */
const always = ['stage', 'priority', 'mergedIntoId', 'deletedAt']

/** Whether a change can be any news to the clocks of its ticket: it happened to them, or policies speak of what has changed. */
export function concern({ schema }: Pick<Inside, 'schema'>, policies: readonly SlaPolicy[]) {
  const named = namesIn(
    schema,
    policies.map(({ when }) => when),
  )
  return ({ before, after, lists }: Done<Ticket>, happenings: readonly Happening[]): boolean =>
    before === null ||
    happenings.length > 0 ||
    always.some((name) => after[name] !== before[name]) ||
    [...named].some((name) => name in lists || after[name] !== before[name])
}
