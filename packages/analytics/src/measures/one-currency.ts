import { CrmError } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Window } from '../period/window.ts'
import { type Batch, during } from './read.ts'

/**
 * Refuses amounts that are in one currency in each window, and not in the same: `MIXED_CURRENCY`. Windows are set beside each other,
 * and parts of one are added up.
 */
export async function inOneCurrency(
  inside: Inside,
  batch: Batch,
  windows: readonly Window[],
  until: string,
): Promise<void> {
  // One window by itself is refused by its sum, and one currency that was asked for is one.
  if (windows.length < 2 || batch.otherwise !== undefined) return
  const { calls, entity, where, wanted } = batch
  const sources = wanted.flatMap(({ amount, own }) => {
    const money = amount === undefined ? undefined : entity.currencies.get(amount)
    if (money === undefined) return []
    const [field, path] = [money.field.name, [...money.hops.map(({ name }) => name), money.field.name]]
    return [{ fn: 'min', ...(path.length === 1 ? { field } : { path }), ...(own === undefined ? {} : { where: own }) }]
  })
  if (sources.length === 0) return
  const measures = Object.fromEntries(sources.map((source, i) => [`c${i}`, source]))
  const found = new Map<string, Set<string>>()
  for (const window of windows) {
    const [row = {}] = await calls.aggregate({
      where: { and: [where, during(inside, batch, window, until)] },
      measures,
    })
    for (const [name, currency] of Object.entries(row)) {
      if (typeof currency !== 'string') continue
      const of = found.get(name) ?? new Set()
      found.set(name, of.add(currency))
    }
  }
  for (const of of found.values()) {
    const currencies = [...of].toSorted()
    if (currencies.length > 1)
      throw new CrmError('MIXED_CURRENCY', {
        details: { currencies },
        hint: `Name one: { currency: '${currencies[0]}' }.`,
      })
  }
}
