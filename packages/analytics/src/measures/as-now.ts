import type { Warning } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Wanted } from './asked.ts'

/**
 * Records say in which stage they are, and not in which they were: those that left it since an earlier instant do not count, whatever
 * they were then.
 */
export function asTheyAreNow(
  wanted: readonly Wanted[],
  { now }: Pick<Inside, 'now'>,
  asOf: string,
): readonly Warning[] {
  const measures = asOf >= now ? [] : wanted.filter(byStage).map(({ name }) => name)
  return measures.length === 0 ? [] : [{ code: 'deals_as_they_are_now', measures }]
}

/** A creation stays what it was. */
const byStage = ({ entity, measure, own }: Wanted): boolean =>
  entity.staged && (own !== undefined || measure?.at !== 'createdAt')
