import type { Inside } from '../inside.ts'
import type { Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
import { recordsOf } from '../records/any-entity.ts'
import type { Plan } from './metric.ts'
import { within } from './within.ts'

/**
 * Refuses a mean of amounts in several currencies, also where each window by itself has but one: `MIXED_CURRENCY`. Francs of one
 * year and yuan of the next are no change.
 */
export async function inOneCurrency(
  inside: Inside,
  plan: Plan,
  windows: readonly Window[],
  known: Known,
): Promise<void> {
  if (plan.kind !== 'mean') return
  const { entity, at, field, where = {} } = plan
  if (inside.schema.entities.get(entity)?.fields.get(field)?.kind !== 'money') return
  const or = windows.map((window) => within(inside, { entity, at }, window, known))
  await recordsOf(inside, entity).aggregate({
    where: { and: [where, { or }] },
    measures: { sum: { fn: 'sum', field } },
  })
}
