import type { CoreTypes, Groups } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { type Grain, startOf } from '../period/grain.ts'
import { dayOf, type Window } from '../period/window.ts'
import { byCustomer, type OrderWhere, type Value } from '../purchases/by-customer.ts'
import type { AnalyticsTypes } from '../types.ts'
import type { Field } from './asked.ts'
import { type Cells, placeOf, spellKeys } from './cells.ts'
import { measuresDefinitions } from './definitions.ts'

interface First {
  readonly at: string
  readonly keys: readonly Value[]
}

/** The first purchases of the customers, of those that count: when each was, and in which group. */
export async function* firstPurchases(
  inside: Inside,
  { where, until, keys }: { where: OrderWhere; until: string; keys: readonly Field[] },
): AsyncGenerator<First> {
  const groups = Object.fromEntries(keys.map((key, i) => [`k${i}`, typeof key === 'string' ? { field: key } : key]))
  const asked = {
    where: { and: [where, { placedAt: { lt: until } }] } as OrderWhere,
    measures: { first: { fn: 'min', field: 'placedAt' } } as const,
    // The keys were checked where the question came in; `aggregate` checks them once more.
    groupBy: groups as Groups<CoreTypes & AnalyticsTypes, 'order'>,
  }
  for await (const { groups: own } of byCustomer(inside, asked)) {
    let first: First | undefined
    for (const group of own) {
      const at = String(group.first)
      if (group.first === null || (first !== undefined && first.at <= at)) continue
      first = { at, keys: keys.map((_, i) => group[`k${i}`] ?? null) }
    }
    if (first !== undefined) yield first
  }
}

/** How many of them fall into a window, by group and period. */
export class NewCustomers {
  readonly #counts = new Map<string, { keys: readonly Value[]; period: string | null; n: number }>()
  readonly #window: Window
  readonly #periodOf: (at: string) => string | null

  constructor(inside: Inside, window: Window, grain: Grain | undefined) {
    this.#window = window
    this.#periodOf = (at) => (grain === undefined ? null : startOf(dayOf(at, inside), grain))
  }

  add({ at, keys }: First): void {
    if (at < this.#window.from || at >= this.#window.to) return
    const period = this.#periodOf(at)
    const place = `${spellKeys(keys)}\n${period}`
    const n = (this.#counts.get(place)?.n ?? 0) + 1
    this.#counts.set(place, { keys, period, n })
  }

  cells(): Cells {
    const { id } = measuresDefinitions.newCustomers
    return [...this.#counts.values()].map(({ keys, period, n }) => ({
      place: placeOf(keys, period),
      cells: [[id, { records: n, n, of: n }]] as const,
    }))
  }
}
