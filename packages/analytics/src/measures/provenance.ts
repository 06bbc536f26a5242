import type { Inside } from '../inside.ts'
import type { Window } from '../period/window.ts'
import type { Wanted } from './asked.ts'
import type { Table } from './cells.ts'
import { type Batch, during } from './read.ts'

/** How many records were counted: of each entity as many as the measure has that has most. */
export function rowsOf(wanted: readonly Wanted[], totals: Table): number {
  const most = new Map<string, number>()
  for (const { name, entity } of wanted)
    most.set(entity.name, Math.max(most.get(entity.name) ?? 0, totals.at('[]', null, name).records))
  return [...most.values()].reduce((sum, n) => sum + n, 0)
}

/** What was left out: amounts in other currencies, and records that have nothing to add. */
export async function excludedFrom(
  inside: Inside,
  batches: readonly Batch[],
  wanted: readonly Wanted[],
  totals: Table,
  window: Window,
  until: string,
): Promise<Readonly<Record<string, number>>> {
  const others = new Map<string, number>()
  for (const { entity, at, calls, otherwise, ...batch } of batches) {
    if (otherwise === undefined || others.has(entity.name)) continue
    const where = { and: [otherwise, during(inside, { ...batch, entity, at }, window, until)] }
    const [row] = await calls.aggregate({ where, measures: { n: { fn: 'count' } } })
    others.set(entity.name, Number(row?.n ?? 0))
  }
  const without = new Map<string, number>()
  for (const { name, entity, kind } of wanted) {
    if (kind.fn === 'count') continue
    const { records, n } = totals.at('[]', null, name)
    without.set(entity.name, Math.max(without.get(entity.name) ?? 0, records - n))
  }
  const sum = (of: ReadonlyMap<string, number>) => [...of.values()].reduce((all, n) => all + n, 0)
  return { other_currency: sum(others), no_value: sum(without) }
}

/** The list behind the figures, where there is one. */
export function recordsOf(
  inside: Inside,
  batches: readonly Batch[],
  wanted: readonly Wanted[],
  window: Window,
  until: string,
) {
  const [batch, ...more] = batches
  if (batch === undefined || more.length > 0 || wanted.length > batch.wanted.length) return null
  const [one, ...others] = batch.wanted
  const own = others.length === 0 && one?.own !== undefined ? [one.own] : []
  return { entity: batch.entity.name, where: { and: [batch.where, during(inside, batch, window, until), ...own] } }
}
