import type { Inside } from '../inside.ts'
import type { Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
import { asTheyAreNow } from './as-now.ts'
import { wantedOf } from './asked.ts'
import { figureOf } from './cell.ts'
import { spanOf } from './compare.ts'
import { excludedFrom } from './provenance.ts'
import { type Asking, batchesOf } from './read.ts'
import { Sources } from './sources.ts'

export interface OneAsked {
  readonly window: Window
  readonly known: Known
  readonly currency: string | undefined
}

/** What one measure comes to in a window, of all records together: as `query` tells it in its totals. */
export async function measureIn(inside: Inside, name: string, { window, known, currency }: OneAsked) {
  const { asOf, until } = known
  const wanted = wantedOf(inside, [name])
  const asking: Asking = { where: {}, filters: {}, currency, keysOf: () => [] }
  const batches = batchesOf(inside, wanted, asking)
  const sources = new Sources(inside, { wanted, batches, asking, until, grouped: false, grain: undefined })
  const span = spanOf(inside, window, undefined, asOf)
  const [read] = await sources.read([span], false)
  const [one] = wanted
  if (read === undefined || one === undefined) throw new TypeError('a measure was asked for')
  const cell = read.totals.at('[]', null, name)
  return {
    // Nothing is known of what is still to come.
    value: span.state === 'future' ? null : figureOf(cell, one.kind),
    n: cell.n,
    records: cell.records,
    excluded: await excludedFrom(inside, batches, wanted, read.totals, window, until),
    warnings: asTheyAreNow(wanted, inside, asOf),
  }
}
