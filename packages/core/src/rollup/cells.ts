import { CrmError } from '../error/index.ts'
import { matchesCondition } from '../query/index.ts'
import { type Row, valueIn } from '../schema/index.ts'
import type { Write } from '../storage/index.ts'
import { digestOf, epochOf, periodOf } from '../time/index.ts'
import { addTo, type Figures, nothingOf, type Sum, spellTally, tallyIn } from './figures.ts'
import type { KeyIR, RollupIR } from './installed.ts'

/** A cell: which group it is, and its figures. */
export interface Cell<F extends Figures = Figures> {
  readonly id: string
  readonly keys: Row
  readonly figures: F
}

/** So long the id of a cell may be: databases limit what they find by. */
const longest = 300

/** The id of a group: the same for the same values of its keys. */
export function cellId(values: readonly unknown[]): string {
  const spelled = JSON.stringify(values)
  return spelled.length <= longest ? spelled : `${spelled.slice(0, longest)} ${digestOf(spelled)}`
}

/** What a record adds to the cell of its group; undefined where it does not count. */
export function cellOf({ keys, sums, lists, where }: RollupIR, row: Row | null): Cell | undefined {
  if (row === null || matchesCondition(where, row) !== true) return undefined
  const counted = sums.map(({ fn, field }) => {
    if (field === undefined) return 1n
    const value = valueIn(row, field.name) ?? null
    return value === null ? 0n : fn === 'count' ? 1n : BigInt(Number(value))
  })
  const listed = lists.map((list) => {
    const period = keyOf(list, row)
    return new Map(period === null ? [] : [[String(period), 1n]])
  })
  return cellWith(keys, (key) => keyOf(key, row), { sums: counted, lists: listed })
}

/** A row of the cells' table, or of their records' groups where nothing is listed. */
export const cellIn = ({ keys, sums, lists }: RollupIR, row: Row): Cell<Sum> =>
  cellWith(keys, ({ name }) => row[name] ?? null, {
    sums: sums.map(({ cell }) => BigInt(Number(row[cell.name] ?? 0))),
    lists: lists.map(({ cell }) => tallyIn(row[cell.name])),
  })

function cellWith<F extends Figures>(keys: readonly KeyIR[], read: (key: KeyIR) => unknown, figures: F): Cell<F> {
  const values = keys.map((key) => [key.name, read(key)] as const)
  return { id: cellId(values.map(([, value]) => value)), keys: Object.fromEntries(values), figures }
}

function keyOf({ field, period, offsets }: KeyIR, row: Row): unknown {
  const value = valueIn(row, field.name) ?? null
  if (value === null || period === undefined) return value
  const instant = field.kind === 'date' ? `${String(value)}T00:00:00.000Z` : String(value)
  return periodOf(epochOf(instant), period, offsets())
}

/** A record before and after it was written; null: it was not there. */
export interface Written {
  readonly before: Row | null
  readonly after: Row | null
}

/** What the cells of a rollup gain and lose, each cell once. */
export function changesOf(rollup: RollupIR, writes: readonly Written[]): ReadonlyMap<string, Cell> {
  const changed = new Map<string, Cell<Sum>>()
  const add = (cell: Cell | undefined, sign: 1n | -1n) => {
    if (cell === undefined) return
    const there = changed.get(cell.id) ?? { ...cell, figures: nothingOf(rollup) }
    addTo(there.figures, cell.figures, sign)
    changed.set(cell.id, there)
  }
  for (const { before, after } of writes) {
    add(cellOf(rollup, before), -1n)
    add(cellOf(rollup, after), 1n)
  }
  return changed
}

/**
 * The statement that adds to cells. A database can't add to lists: where they are kept, cells are set to what they were before, and
 * the changes. Throws `NUMBER_OUT_OF_RANGE`.
 */
export function adding(
  rollup: RollupIR,
  tenant: string,
  changes: readonly Cell[],
  before: ReadonlyMap<string, Figures>,
): Write {
  const { cells, sums, lists } = rollup
  const rows = changes.map(({ id, keys, figures: change }) => {
    const figures = nothingOf(rollup)
    addTo(figures, before.get(id))
    addTo(figures, change)
    const counted = sums.map(({ cell: { name } }, i) => [name, exact(figures.sums[i] ?? 0n, name)] as const)
    const listed = lists.map(({ name }, i) => [name, spellTally(figures.lists[i] ?? new Map())] as const)
    return { id, ...keys, ...Object.fromEntries([...counted, ...listed]) }
  })
  const names = [...sums, ...lists].map(({ cell }) => cell.name)
  return {
    type: 'insert',
    entity: cells,
    tenant,
    rows,
    onConflict: lists.length === 0 ? { add: names } : { set: names },
  }
}

/** A figure as a number. */
function exact(figure: bigint, path: string): number {
  const number = Number(figure)
  if (!Number.isSafeInteger(number)) throw new CrmError('NUMBER_OUT_OF_RANGE', { details: { path } })
  return number
}
