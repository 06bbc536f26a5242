import type { Value } from '../purchases/by-customer.ts'
import { type Cell, type Kind, nothing, together } from './cell.ts'

/** A group and a period of it. */
export interface Place {
  readonly keys: readonly Value[]
  /** The first day of the period; null without a grain. */
  readonly period: string | null
}

export const placeOf = (keys: readonly Value[], period: string | null): Place => ({ keys, period })

/** What was read: cells of measures, by their names, in their places. */
export type Cells = readonly {
  readonly place: Place
  readonly cells: readonly (readonly [name: string, cell: Cell])[]
}[]

export const spellKeys = (keys: readonly Value[]): string => JSON.stringify(keys)

/** The cells of a window, found by group, period and measure. */
export class Table {
  readonly #cells = new Map<string, Cell>()
  readonly groups = new Map<string, readonly Value[]>()
  readonly #kinds: ReadonlyMap<string, Kind>

  /** How the measures are put together, by their names. */
  constructor(kinds: ReadonlyMap<string, Kind>) {
    this.#kinds = kinds
  }

  /** What is there already is added to: a window may be read in pieces. */
  add(cells: Cells): void {
    for (const { place, cells: own } of cells) {
      const group = spellKeys(place.keys)
      this.groups.set(group, place.keys)
      for (const [name, cell] of own) {
        const [kind, spelled] = [this.#kinds.get(name), spell(group, place.period, name)]
        const before = this.#cells.get(spelled)
        this.#cells.set(spelled, before === undefined || kind === undefined ? cell : together(before, cell, kind))
      }
    }
  }

  /** Where nothing was read there is nothing. */
  at(group: string, period: string | null, name: string): Cell {
    return this.#cells.get(spell(group, period, name)) ?? nothing
  }

  /** Several groups as one. */
  of(groups: readonly string[], period: string | null, name: string, kind: Kind): Cell {
    return groups.reduce((sum, group) => together(sum, this.at(group, period, name), kind), nothing)
  }
}

const spell = (group: string, period: string | null, name: string): string => `${group}\n${period}\n${name}`

/** Smaller first, nothing last; texts by their code points. */
export function compareKeys(one: readonly Value[], other: readonly Value[]): number {
  for (const [i, a] of one.entries()) {
    const b = other[i] ?? null
    if (a === b) continue
    if (a === null || b === null) return a === null ? 1 : -1
    return a < b ? -1 : 1
  }
  return 0
}
