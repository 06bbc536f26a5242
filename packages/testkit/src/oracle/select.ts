import type { Row } from '@guanxi/core'
import { compareValues, customName, customOwner, type EntityIR, matches } from '@guanxi/core/storage'
import type { Bin, Json, View } from './view.ts'

/**
 * A select as plain JSON.
 *
 * @example
 * const query: RawSelect = { where: { city: '上海' }, orderBy: { name: 'asc' }, bin: 'without' }
 */
export interface RawSelect {
  readonly where?: Json
  readonly orderBy?: Json | readonly Json[]
  readonly bin?: Bin
}

/**
 * All rows of a select, in order: what its pages must add up to.
 *
 * @example
 * const idsOf = (view: View, entity: EntityIR) => selectAll(view, entity, { orderBy: { name: 'asc' } }).map(({ id }) => id)
 */
export function selectAll(
  view: View,
  entity: EntityIR,
  { where = {}, orderBy = {}, bin = 'without' }: RawSelect,
): readonly Row[] {
  const keys = sortKeys(orderBy)
  const direction = keys.at(-1)?.[1] ?? 'asc'
  return view
    .all(entity, bin)
    .filter((row) => matches(where, entity, row, view.world))
    .map((row) => ({ row, values: keys.map(([names]) => view.follow(names, entity, row)) }))
    .toSorted((a, b) => {
      for (const [i, [, way]] of keys.entries()) {
        const difference = compareValues(a.values[i], b.values[i])
        if (difference !== 0) return way === 'asc' ? difference : -difference
      }
      const difference = compareValues(a.row.id, b.row.id)
      return direction === 'asc' ? difference : -difference
    })
    .map(({ row }) => row)
}

/**
 * At most `limit` rows for each value of a field, each list in order.
 *
 * @example
 * const rows = [{ id: 'a', of: 'x' }, { id: 'b', of: 'x' }, { id: 'c', of: 'y' }]
 * selectPerParent(rows, 'of', 1).get('x') // [{ id: 'a', of: 'x' }]
 */
export function selectPerParent(
  rows: readonly Row[],
  field: string,
  limit: number,
): ReadonlyMap<unknown, readonly Row[]> {
  const lists = new Map<unknown, Row[]>()
  for (const row of rows) {
    const list = lists.get(row[field]) ?? []
    if (list.length < limit) list.push(row)
    lists.set(row[field], list)
  }
  return lists
}

type Key = readonly [names: readonly string[], direction: 'asc' | 'desc']

function sortKeys(orderBy: Json | readonly Json[]): readonly Key[] {
  const visit = (raw: Json, before: readonly string[]): readonly Key[] =>
    Object.entries(raw).flatMap(([name, inner]): readonly Key[] => {
      if (inner === 'asc' || inner === 'desc') return [[[...before, name], inner]]
      if (name !== customOwner) return visit(inner as Json, [...before, name])
      return Object.entries(inner as Record<string, 'asc' | 'desc'>).map(([own, way]) => [
        [...before, customName(own)],
        way,
      ])
    })
  return (Array.isArray(orderBy) ? orderBy : [orderBy]).flatMap((item: Json) => visit(item, []))
}
