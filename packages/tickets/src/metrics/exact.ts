import type { Inside } from '../sla/inside.ts'
import { bandOf, cellOf, onlyValueOf, yearOf } from './band.ts'
import type { Figure } from './figures.ts'
import { mostGroups, type Period, type Spread } from './spread.ts'
import { nothing, ranksOf, type Statistic } from './statistic.ts'

/** Some agents who are looked at as one. */
export interface Party {
  readonly members: readonly (string | null)[]
  readonly spread: Spread
}

/**
 * Median and p90 of parties, exactly: their spread says in which bands these are, and of those alone the values are read.
 */
export async function statisticsOf(
  context: Pick<Inside, 'crm'>,
  figure: Figure,
  period: Period,
  parties: readonly Party[],
): Promise<readonly Statistic[]> {
  const wanted = parties.map(({ members, spread: { n, bands } }): Wanted => {
    const sorted = { n, bands: new Map([...bands].toSorted(([a], [b]) => a - b)) }
    return { members, spread: sorted, values: new Map(), bands: bandsIn(sorted) }
  })
  for (const batch of batches(wanted, yearsOf(period))) await read(context, figure, period, batch)
  return wanted.map(({ spread, values }) => {
    if (spread.n === 0) return nothing
    // What several were asked for has come in turns.
    for (const list of values.values()) list.sort(([a], [b]) => a - b)
    const { middle, p90 } = ranksOf(spread.n)
    const [low, high] = [at(spread, values, middle[0]), at(spread, values, middle[1])]
    return { n: spread.n, median: (low + high) / 2, p90: at(spread, values, p90) }
  })
}

/** How many by band, from the least. */
type Sorted = Pick<Spread, 'n' | 'bands'>

interface Wanted extends Pick<Party, 'members'> {
  readonly spread: Sorted
  /** Those of which the values must be read. */
  readonly bands: ReadonlySet<number>
  /** The values of a band, each with how often it is there, from the least. */
  readonly values: Map<number, [value: number, times: number][]>
}

/** The band in which a rank is, and its place there. */
function placeOf({ bands }: Sorted, rank: number): { readonly band: number; readonly place: number } {
  let place = rank
  let band = 0
  for (const [each, n] of bands) {
    if (n <= 0) continue
    band = each
    if (place < n) break
    place -= n
  }
  return { band, place }
}

function bandsIn(spread: Sorted): ReadonlySet<number> {
  const { middle, p90 } = ranksOf(spread.n)
  const bands = [...middle, p90].map((rank) => placeOf(spread, rank).band)
  return new Set(spread.n === 0 ? [] : bands.filter((band) => onlyValueOf(band) === undefined))
}

/** The value of a rank. What others have written since the spread was read is no reason to answer nothing. */
function at(spread: Sorted, values: Wanted['values'], rank: number): number {
  const { band, place } = placeOf(spread, rank)
  const only = onlyValueOf(band)
  if (only !== undefined) return only
  let left = place
  let found = 0
  for (const [value, times] of values.get(band) ?? []) {
    found = value
    if (left < times) break
    left -= times
  }
  return found
}

/** So many cells a question may name. */
const mostCells = 1000

/** Cells to be read together, so that neither they nor what is in them is too much for one question. */
function* batches(wanted: readonly Wanted[], years: readonly string[]): Generator<ReadonlyMap<string, Wanted>> {
  let batch = new Map<string, Wanted>()
  let rows = 0
  for (const each of wanted)
    for (const band of each.bands)
      for (const member of each.members) {
        rows += (each.spread.bands.get(band) ?? 0) / each.members.length
        if (batch.size + years.length > mostCells || (batch.size > 0 && rows > mostGroups)) {
          yield batch
          batch = new Map()
          rows = 0
        }
        for (const year of years) batch.set(cellOf(year, band, member), each)
      }
  if (batch.size > 0) yield batch
}

/** The years (in UTC) that a period touches. */
function yearsOf({ from, to }: Period): readonly string[] {
  const [first, last] = [Number(yearOf(from)), Number(yearOf(to))]
  return Array.from({ length: last - first + 1 }, (_, i) => String(first + i).padStart(4, '0'))
}

/**
 * Reads the values of a batch, page after page. The period limits what is counted, not what is looked for: a database that does not know
 * how its values are spread would go through the whole period instead of some cells.
 */
async function read(
  { crm }: Pick<Inside, 'crm'>,
  figure: Figure,
  { from, to }: Period,
  batch: ReadonlyMap<string, Wanted>,
) {
  const { at, cell, seconds } = figure
  const inPeriod = { fn: 'count', where: { [at]: { gte: from, lt: to } } } as const
  for (let after = -1; ; ) {
    const rows = await crm.tickets.aggregate({
      where: { [cell]: { in: [...batch.keys()] }, ...(after < 0 ? {} : { [seconds]: { gt: after } }) },
      groupBy: { value: seconds, cell },
      measures: { n: inPeriod },
      orderBy: [{ value: 'asc' }, { cell: 'asc' }],
      limit: mostGroups,
    })
    const full = rows.length === mostGroups
    const last = rows.at(-1)?.value
    // Of the last value of a full page some may be missing.
    for (const row of full ? rows.filter(({ value }) => value !== last) : rows) {
      after = Number(row.value)
      const values = batch.get(row.cell ?? '')?.values
      const band = bandOf(after)
      const there = values?.get(band) ?? []
      there.push([after, row.n])
      values?.set(band, there)
    }
    if (!full) return
  }
}
