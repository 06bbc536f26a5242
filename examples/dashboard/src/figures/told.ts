import type { Meta, Rate } from '@guanxi/analytics'
import type { Interval, Spelling, Told, Unit } from '../views.ts'

/** The line below a figure, from what its answer says of itself. */
export function told(meta: Meta, n: number | null, unit: Unit, interval: Interval | null = null): Told {
  const { definition, asOf, excluded } = meta
  const warnings = [...new Set(meta.warnings.map(({ code }) => code))]
  return { definition, asOf, n, unit, interval, excluded, warnings }
}

/** The same of a share. */
export const toldOfRate = (meta: Meta, { n, interval, level }: Pick<Rate, 'n' | 'interval' | 'level'>, unit: Unit) =>
  told(meta, n, unit, intervalOf(interval, level, 'share'))

export const intervalOf = (
  bounds: readonly [number, number] | null,
  level: number,
  spelling: Spelling,
): Interval | null => (bounds === null ? null : { low: bounds[0], high: bounds[1], level, spelling })
