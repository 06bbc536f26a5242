import { CrmError } from '../error/index.ts'
import { matchesCondition } from '../query/index.ts'
import { type Row, valueIn } from '../schema/index.ts'
import type { Write } from '../storage/index.ts'
import { digestOf, epochOf, periodOf } from '../time/index.ts'
import type { KeyIR, RollupIR } from './installed.ts'

/** A cell: which group it is, and its figures. */
export interface Cell {
  readonly id: string
  readonly keys: Row
  /** Exact, however many are added. */
  readonly figures: readonly bigint[]
}

/** So long the id of a cell may be: databases limit what they find by. */
const longest = 300

/** The id of a group: the same for the same values of its keys. */
export function cellId(values: readonly unknown[]): string {
  const spelled = JSON.stringify(values)
  return spelled.length <= longest ? spelled : `${spelled.slice(0, longest)} ${digestOf(spelled)}`
}

/** What a record adds to the cell of its group; undefined where it does not count. */
export function cellOf({ keys, sums, where }: RollupIR, row: Row | null): Cell | undefined {
  if (row === null || matchesCondition(where, row) !== true) return undefined
  const values = keys.map((key) => [key.name, keyOf(key, row)] as const)
  return {
    id: cellId(values.map(([, value]) => value)),
    keys: Object.fromEntries(values),
    figures: sums.map(({ fn, field }) => {
      if (field === undefined) return 1n
      const value = valueIn(row, field.name) ?? null
      return value === null ? 0n : fn === 'count' ? 1n : BigInt(Number(value))
    }),
  }
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
  const changed = new Map<string, Cell & { readonly figures: bigint[] }>()
  const add = (cell: Cell | undefined, sign: 1n | -1n) => {
    if (cell === undefined) return
    const there = changed.get(cell.id) ?? { ...cell, figures: cell.figures.map(() => 0n) }
    for (const [i, figure] of cell.figures.entries()) there.figures[i] = (there.figures[i] ?? 0n) + sign * figure
    changed.set(cell.id, there)
  }
  for (const { before, after } of writes) {
    add(cellOf(rollup, before), -1n)
    add(cellOf(rollup, after), 1n)
  }
  return changed
}

/** The statement that adds to cells, if any is needed. Throws `NUMBER_OUT_OF_RANGE`. */
export function adding({ cells, sums }: RollupIR, tenant: string, changes: Iterable<Cell>): Write | undefined {
  const names = sums.map(({ cell }) => cell.name)
  const rows = [...changes]
    .filter(({ figures }) => figures.some((figure) => figure !== 0n))
    .map(({ id, keys, figures }) => ({
      id,
      ...keys,
      ...Object.fromEntries(names.map((name, i) => [name, exact(figures[i] ?? 0n, name)])),
    }))
  if (rows.length === 0) return undefined
  return { type: 'insert', entity: cells, tenant, rows, onConflict: { add: names } }
}

/** A figure as a number. */
function exact(figure: bigint, path: string): number {
  const number = Number(figure)
  if (!Number.isSafeInteger(number)) throw new CrmError('NUMBER_OUT_OF_RANGE', { details: { path } })
  return number
}
