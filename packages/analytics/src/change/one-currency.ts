import type { Inside } from '../inside.ts'
import type { Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
import { recordsOf } from '../records/any-entity.ts'
import type { MeanSpec } from './metric.ts'
import { within } from './within.ts'

/**
 * Refuses a mean of amounts in several currencies, also where each window by itself has but one: `MIXED_CURRENCY`. Francs of one
 * year and yuan of the next are no change.
 */
export async function inOneCurrency(
  inside: Inside,
  { entity, at, field, where = {} }: MeanSpec,
  windows: readonly Window[],
  known: Known,
): Promise<void> {
  if (inside.schema.entities.get(entity)?.fields.get(field)?.kind !== 'money') return
  const or = joined(windows).map((window) => within(inside, { entity, at }, window, known))
  await recordsOf(inside, entity).aggregate({
    where: { and: [where, { or }] },
    measures: { sum: { fn: 'sum', field } },
  })
}

/** Windows that follow each other are one. */
function joined(windows: readonly Window[]): readonly Window[] {
  const all: Window[] = []
  for (const { from, to } of windows.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = all.at(-1)
    if (last === undefined || last.to < from) all.push({ from, to })
    else if (last.to < to) all[all.length - 1] = { from: last.from, to }
  }
  return all
}
