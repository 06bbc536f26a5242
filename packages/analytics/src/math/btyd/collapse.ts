import { invalid } from '@guanxi/core'
import type { BtydRow } from './summary.ts'

/** Histories that are equal count once, with their number: columns, sorted by x, then by T and tx. */
export interface Collapsed {
  /** Customers. */
  readonly n: number
  /** Customers with x > 0. */
  readonly repeaters: number
  /** Σx and ΣT over customers, and the longest T. */
  readonly purchases: number
  readonly time: number
  readonly span: number
  readonly tx: Float64Array
  readonly T: Float64Array
  readonly weight: Float64Array
  readonly groups: readonly Group[]
}

/** The rows `from` to `to` have this x. */
export interface Group {
  readonly x: number
  readonly from: number
  readonly to: number
  /** Customers. */
  readonly weight: number
}

export function collapse(rows: Iterable<BtydRow>): Collapsed {
  const sorted = Array.from(rows, checked).sort((a, b) => a.x - b.x || a.T - b.T || a.tx - b.tx)
  const distinct: { readonly row: BtydRow; weight: number }[] = []
  for (const row of sorted) {
    const last = distinct.at(-1)
    if (last !== undefined && same(last.row, row)) last.weight++
    else distinct.push({ row, weight: 1 })
  }
  return columns(distinct, sorted)
}

function columns(
  distinct: readonly { readonly row: BtydRow; readonly weight: number }[],
  all: readonly BtydRow[],
): Collapsed {
  const column = (of: (row: BtydRow) => number) => Float64Array.from(distinct, ({ row }) => of(row))
  const groups: Group[] = []
  for (let from = 0; from < distinct.length; ) {
    const x = distinct[from]?.row.x ?? 0
    let [to, weight] = [from, 0]
    for (; distinct[to]?.row.x === x; to++) weight += distinct[to]?.weight ?? 0
    groups.push({ x, from, to, weight })
    from = to
  }
  return {
    n: all.length,
    repeaters: all.reduce((count, { x }) => count + (x > 0 ? 1 : 0), 0),
    purchases: all.reduce((sum, { x }) => sum + x, 0),
    time: all.reduce((sum, { T }) => sum + T, 0),
    span: all.reduce((most, { T }) => Math.max(most, T), 0),
    tx: column(({ tx }) => tx),
    T: column(({ T }) => T),
    weight: Float64Array.from(distinct, ({ weight }) => weight),
    groups,
  }
}

/** Every so many-th of the histories, at most `most` of them: enough to choose where a search begins. */
export function thinned(data: Collapsed, most: number): Collapsed {
  const every = Math.ceil(data.weight.length / most)
  if (every <= 1) return data
  const distinct = data.groups.flatMap(({ x, from, to }) => {
    const kept = []
    for (let i = from + ((every - (from % every)) % every); i < to; i += every) {
      kept.push({ row: { x, tx: data.tx[i] as number, T: data.T[i] as number }, weight: data.weight[i] as number })
    }
    return kept
  })
  return columns(
    distinct,
    distinct.map(({ row }) => row),
  )
}

const same = (a: BtydRow, b: BtydRow) => a.x === b.x && a.T === b.T && a.tx === b.tx

/** A history that can be: whoever comes again does so after the first time, and not after the end. */
export function checked(row: BtydRow, index?: number): BtydRow {
  const { x, tx, T } = row
  const at = (name: string) => (index === undefined ? `row.${name}` : `rows.${index}.${name}`)
  if (!(Number.isSafeInteger(x) && x >= 0)) throw invalid(at('x'), 'expected a count of repeat purchases')
  if (!(T >= 0 && T < Infinity)) throw invalid(at('T'), 'expected a time from the first purchase to the end')
  if (!(tx >= 0 && tx <= T)) throw invalid(at('tx'), 'expected a time between 0 and T')
  if (tx > 0 !== x > 0) throw invalid(at('tx'), 'expected 0 without repeat purchases, and more with them')
  return row
}
