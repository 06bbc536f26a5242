import type { Inside } from '../inside.ts'
import { dayOf, earlier, type Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
import { whereField } from './metric.ts'

export interface Dated {
  readonly entity: string
  /** A field of its own that holds an instant or a day. */
  readonly at: string
}

/** Records that fall into a window, as far as it is known. */
export function within(inside: Inside, { entity, at }: Dated, { from, to }: Window, known: Known): object {
  const bounds = { gte: from, lt: earlier(to, known.until) }
  const isDay = inside.schema.entities.get(entity)?.fields.get(at)?.kind === 'date'
  return whereField(at, isDay ? { gte: dayOf(bounds.gte, inside), lt: dayOf(bounds.lt, inside) } : bounds)
}
