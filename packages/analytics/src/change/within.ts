import type { Inside } from '../inside.ts'
import { dayOf, earlier, type Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
import { whereField } from './metric.ts'

export interface Dated {
  readonly entity: string
  /** A field that holds an instant or a day: the record's own, or that of one it belongs to. */
  readonly at: string | { readonly path: readonly string[] }
}

/** Records that fall into a window, as far as it is known. */
export function within(inside: Inside, { entity, at }: Dated, { from, to }: Window, known: Known): object {
  const names = typeof at === 'string' ? [at] : at.path
  const [field = '', hops] = [names.at(-1), names.slice(0, -1)]
  const { entities } = inside.schema
  const owner = hops.reduce((of, hop) => entities.get(of?.one.get(hop)?.to ?? ''), entities.get(entity))
  const bounds = { gte: from, lt: earlier(to, known.until) }
  const isDay = owner?.fields.get(field)?.kind === 'date'
  const own: object = whereField(
    field,
    isDay ? { gte: dayOf(bounds.gte, inside), lt: dayOf(bounds.lt, inside) } : bounds,
  )
  return hops.reduceRight((inner, hop) => ({ [hop]: { is: inner } }), own)
}
