import { startOfDay } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { type Grain, startOf } from '../period/grain.ts'
import { dayOf, type Window } from '../period/window.ts'
import type { OrderWhere } from '../purchases/by-customer.ts'
import type { Wanted } from './asked.ts'
import { figureOf } from './cell.ts'
import { Table } from './cells.ts'
import type { Span } from './compare.ts'
import { firstPurchases, NewCustomers } from './new-customers.ts'
import { inOneCurrency } from './one-currency.ts'
import { mostRows } from './periods.ts'
import { type Asking, type Batch, read, scopeOf } from './read.ts'

/** What was read of a window. */
export interface Reading {
  readonly cells: Table
  /** Of the groups over the whole window; the same as the cells without a grain. */
  readonly groups: Table
  readonly totals: Table
}

interface Parts {
  readonly wanted: readonly Wanted[]
  readonly batches: readonly Batch[]
  readonly asking: Asking
  readonly until: string
  readonly grouped: boolean
  readonly grain: Grain | undefined
}

/** How fine cells are read. */
interface Level {
  readonly grouped: boolean
  readonly grain: Grain | undefined
}

/** Where the cells come from: the records, by `aggregate`, and the first purchases of customers. */
export class Sources {
  readonly #inside: Inside
  readonly #parts: Parts

  constructor(inside: Inside, parts: Parts) {
    this.#inside = inside
    this.#parts = parts
  }

  /** All that is asked of the windows. `ranking`: which groups are best must be known over the whole window too. */
  async read(spans: readonly Span[], ranking: boolean): Promise<readonly Reading[]> {
    const { grouped, grain } = this.#parts
    const fine = { grouped, grain }
    const [whole, all] = [
      { grouped, grain: undefined },
      { grouped: false, grain: undefined },
    ]
    const firsts = await this.#firsts(spans, [fine, whole, all])
    const kinds = new Map(this.#parts.wanted.map(({ name, kind }) => [name, kind]))
    for (const batch of this.#parts.batches) {
      const windows = spans.flatMap(({ window }) => this.#pieces(window, batch))
      await inOneCurrency(this.#inside, batch, windows, this.#parts.until)
    }
    const found: Reading[] = []
    for (const [i, span] of spans.entries()) {
      const table = async (level: Level, at: number, windows: readonly Window[] = [span.window]) => {
        const table = new Table(kinds)
        for (const batch of this.#parts.batches)
          for (const window of windows.flatMap((one) => this.#pieces(one, batch)))
            table.add(await this.#ask(batch, window, level))
        const own = firsts[i]?.[at]
        if (own !== undefined) table.add(own.cells())
        return table
      }
      const totals = await table(all, 2)
      const groups = grouped && (ranking || grain === undefined) ? await table(whole, 1) : totals
      const plain = grain === undefined ? groups : undefined
      const cells = plain ?? (await table(fine, 0, ranking ? piecesOf(span, groups.groups.size) : undefined))
      found.push({ cells, groups, totals })
    }
    return found
  }

  /** Which of two groups is better: less than 0, the first. */
  compare({ groups }: Reading, { name, kind }: Wanted, one: string, other: string): number {
    const [a, b] = [figureOf(groups.at(one, null, name), kind), figureOf(groups.at(other, null, name), kind)]
    if (a === b) return 0
    if (a === null || b === null) return a === null ? 1 : -1
    return a > b ? -1 : 1
  }

  /**
   * A window that is not over, in two: the whole months before are answered by rollups, which have no part of one. Who is
   * counted once in each must be counted in both together.
   */
  #pieces(window: Window, { wanted }: Batch): readonly Window[] {
    const { until } = this.#parts
    if (window.to <= until || wanted.some(({ kind }) => kind.fn === 'countDistinct')) return [window]
    const { zone } = this.#inside
    const month = new Date(startOfDay(startOf(dayOf(until, this.#inside), 'month'), zone)).toISOString()
    if (month <= window.from || month >= until) return [window]
    return [
      { from: window.from, to: month },
      { from: month, to: window.to },
    ]
  }

  #ask(batch: Batch, window: Window, level: Level) {
    return read(this.#inside, batch, { window, until: this.#parts.until, ...level })
  }

  /** The first purchases are read once, for all windows. */
  async #firsts(spans: readonly Span[], levels: readonly Level[]): Promise<readonly (readonly NewCustomers[])[]> {
    const { wanted, asking, until } = this.#parts
    const asked = wanted.find(({ measure }) => measure === null)
    if (asked === undefined) return []
    const inside = this.#inside
    const counts = spans.map(({ window }) =>
      levels.map(({ grouped, grain }) => ({ grouped, of: new NewCustomers(inside, window, grain) })),
    )
    const where = scopeOf(inside, asked.entity, asking) as OrderWhere
    const keys = asking.keysOf(asked.entity)
    for await (const first of firstPurchases(inside, { where, until, keys }))
      for (const { grouped, of } of counts.flat()) of.add(grouped ? first : { ...first, keys: [] })
    return counts.map((own) => own.map(({ of }) => of))
  }
}

/** A window in pieces of whole periods, each with no more cells than an aggregate answers. */
function piecesOf({ window, periods }: Span, groups: number): readonly Window[] {
  const size = Math.max(1, Math.floor(mostRows / Math.max(1, groups)))
  if (periods.length <= size) return [window]
  const pieces: Window[] = []
  for (let i = 0; i < periods.length; i += size) {
    const [first, last] = [periods[i], periods[Math.min(i + size, periods.length) - 1]]
    if (first && last) pieces.push({ from: first.from, to: last.to })
  }
  return pieces
}
