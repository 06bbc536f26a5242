import type { Value } from '../purchases/by-customer.ts'
import { compareKeys, spellKeys } from './cells.ts'
import { tooFew } from './hide.ts'

/** What a row is about: a group, or several of which no keys are told. */
export interface Unit {
  readonly kind: 'group' | 'other' | 'suppressed'
  readonly keys: readonly Value[] | null
  /** The groups in it, as they are spelled. */
  readonly groups: readonly string[]
}

export interface Choice {
  /** Spelled, with their keys. */
  readonly groups: ReadonlyMap<string, readonly Value[]>
  /** Smaller first, where the question says which come first. */
  readonly rank: ((one: string, other: string) => number) | undefined
  readonly topN: { readonly n: number; readonly other?: boolean | undefined } | undefined
  readonly minGroup: number | undefined
  /** How many records have a value in the cells of several groups together: one number a period, window and measure. */
  readonly recordsOf: (groups: readonly string[]) => readonly number[]
}

/** The rows that there are, in their order: the best first, else by their keys; what has no keys last. */
export function unitsOf({ groups, rank, topN, minGroup, recordsOf }: Choice): readonly Unit[] {
  const keysOf = (group: string) => groups.get(group) ?? []
  const byKeys = (one: string, other: string) => compareKeys(keysOf(one), keysOf(other))
  const all = [...groups.keys()].toSorted((one, other) => (rank?.(one, other) ?? 0) || byKeys(one, other))
  const small = minGroup === undefined ? new Set<string>() : tooSmall(all, minGroup, recordsOf)
  const shown = all.filter((group) => !small.has(group))
  const units = shown
    .slice(0, topN?.n ?? shown.length)
    .map((group): Unit => ({ kind: 'group', keys: keysOf(group), groups: [group] }))
  if (topN === undefined)
    return small.size === 0 ? units : [...units, { kind: 'suppressed', keys: null, groups: [...small] }]
  const rest = [...shown.slice(topN.n), ...small]
  return topN.other === true && rest.length > 0 ? [...units, { kind: 'other', keys: null, groups: rest }] : units
}

/** The groups with a cell of too few records, and as many others as it takes that theirs together are not too few. */
function tooSmall(all: readonly string[], least: number, recordsOf: Choice['recordsOf']): ReadonlySet<string> {
  const few = (groups: readonly string[]) => recordsOf(groups).some((n) => tooFew(n, least))
  const found = all.filter((group) => few([group]))
  if (found.length === 0) return new Set()
  const size = (group: string) => recordsOf([group]).reduce((sum, n) => sum + n, 0)
  const others = all
    .filter((group) => !found.includes(group))
    .map((group, i) => ({ group, i, n: size(group) }))
    // An empty group hides nothing.
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => a.n - b.n || b.i - a.i)
  for (const { group } of others) {
    if (!few(found)) break
    found.push(group)
  }
  return new Set(found)
}

/** Every value of a key with every other. */
export function matrixOf(groups: ReadonlyMap<string, readonly Value[]>, keys: number): Map<string, readonly Value[]> {
  let rows: readonly (readonly Value[])[] = [[]]
  for (let i = 0; i < keys; i++) {
    const values = new Set([...groups.values()].map((group) => group[i] ?? null))
    rows = rows.flatMap((row) => [...values].map((value) => [...row, value]))
  }
  return new Map(rows.map((row) => [spellKeys(row), row]))
}
