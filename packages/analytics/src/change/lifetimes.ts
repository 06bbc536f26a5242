import type { Inside } from '../inside.ts'
import { fieldOf, recordsOf } from '../records/any-entity.ts'
import { lengthOf, type Unit } from './length.ts'

export interface LifetimesAsked {
  readonly entity: string
  readonly start: string
  readonly end: string
  readonly where: object
  readonly groupBy: string | undefined
  readonly unit: Unit
  /** What has not ended before it is still going on. */
  readonly until: string
}

/** How long each lasted, of one group. */
export interface Lasting {
  readonly key: string | number | boolean | null
  /** Of those that ended. */
  readonly ended: number[]
  /** So far, of those that go on. */
  readonly going: number[]
}

export interface Lifetimes {
  readonly groups: readonly Lasting[]
  readonly excluded: Readonly<Record<string, number>>
}

/** From one instant of each record to another, group by group; what ends before it starts is counted, and nothing else. */
export async function lifetimesOf(inside: Inside, asked: LifetimesAsked): Promise<Lifetimes> {
  const { entity, start, end, where, groupBy, unit, until } = asked
  const groups = new Map<unknown, Lasting>()
  const excluded = { no_start: 0, started_later: 0, negative: 0 }
  const last = Date.parse(until)
  for await (const row of recordsOf(inside, entity).iterate({ where })) {
    const [from, to] = [instant(fieldOf(row, start)), instant(fieldOf(row, end))]
    if (from === null) excluded.no_start++
    else if (to !== null && to < from) excluded.negative++
    else if (from >= last) excluded.started_later++
    else {
      const group = groupOf(groups, groupBy === undefined ? null : fieldOf(row, groupBy))
      if (to !== null && to < last) group.ended.push(lengthOf(from, to, unit, inside))
      else group.going.push(lengthOf(from, last, unit, inside))
    }
  }
  const sorted = [...groups.values()].sort((a, b) => (spell(a.key) < spell(b.key) ? -1 : 1))
  return { groups: sorted, excluded }
}

function groupOf(groups: Map<unknown, Lasting>, value: unknown): Lasting {
  const key = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  const found = groups.get(key) ?? { key, ended: [], going: [] }
  groups.set(key, found)
  return found
}

function instant(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** Nobody's come last. */
const spell = (key: Lasting['key']) => (key === null ? '1' : `0${String(key)}`)
