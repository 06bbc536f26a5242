import { definitions } from '@guanxi/analytics'
import type { Interval, Spelling, Told, Unit } from '../views.ts'

/** What explains an answer of `me.analytics`. */
interface Meta {
  readonly definition: string
  readonly asOf: string
  readonly excluded: Readonly<Record<string, number>>
  readonly warnings: readonly { readonly code: string }[]
}

/** A share, as `me.analytics` answers it. */
interface Rate {
  readonly n: number
  readonly interval: readonly [number, number] | null
  readonly level: number
}

const formulas = new Map(
  Object.values(definitions).map(({ id, version, formula }): [string, string] => [`${id}.v${version}`, formula]),
)

/** The line below a figure, from what its answer says of itself. */
export function told(meta: Meta, n: number | null, unit: Unit, interval: Interval | null = null): Told {
  const { definition, asOf, excluded } = meta
  const warnings = [...new Set(meta.warnings.map(({ code }) => code))]
  return { definition, formula: formulas.get(definition) ?? definition, asOf, n, unit, interval, excluded, warnings }
}

/** The same of a share. */
export const toldOfRate = (meta: Meta, { n, interval, level }: Rate, unit: Unit): Told =>
  told(meta, n, unit, intervalOf(interval, level, 'share'))

export const intervalOf = (bounds: Rate['interval'], level: number, spelling: Spelling): Interval | null =>
  bounds === null ? null : { low: bounds[0], high: bounds[1], level, spelling }
