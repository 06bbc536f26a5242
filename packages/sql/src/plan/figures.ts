import type { Condition } from '@guanxi/core/storage'

/** A condition on a figure of related records. */
export type Figure = Extract<Condition, { node: 'measure' }>

/**
 * Whether two conditions that stand one after the other are on figures of the same records: of one `where`, as
 * `{ orders: { where, count, sum } }` makes them. Then one look at the records is enough for both.
 */
export function ofSameRecords(before: Condition | undefined, of: Condition): before is Figure {
  if (before?.node !== 'measure' || of.node !== 'measure') return false
  return before.within === of.within && before.relation === of.relation
}
