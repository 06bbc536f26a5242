import { invalid, type Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { windowOf } from '../period/window.ts'
import { knownBy } from '../purchases/scope.ts'
import { asTheyAreNow } from './as-now.ts'
import { type Key, keysOf, type Wanted, wantedOf } from './asked.ts'
import { comparedTo, otherOf, spanOf } from './compare.ts'
import { measuresDefinitions } from './definitions.ts'
import { Figures } from './figures.ts'
import type { Asked } from './operations.ts'
import { mostRows, tooMany } from './periods.ts'
import { excludedFrom, recordsOf, rowsOf } from './provenance.ts'
import { type Asking, batchesOf } from './read.ts'
import { Sources } from './sources.ts'
import { matrixOf, unitsOf } from './units.ts'

/** Measures in groups and periods. */
export async function query(inside: Inside, asked: Asked) {
  const { by = {}, grain, compareTo, topN, minGroup, fill = 'groups' } = asked
  const wanted = wantedOf(inside, asked.measures)
  const ranked = rankedBy(wanted, asked)
  const { asOf, until } = knownBy(inside, { asOf: asked.asOf })
  const span = spanOf(inside, windowOf(asked, inside), grain, asOf)
  const other = compareTo === undefined ? undefined : comparedTo(inside, span, compareTo, grain, asOf)
  const asking = askingOf(asked, by, wanted)
  const batches = batchesOf(inside, wanted, asking)
  const grouped = Object.keys(by).length > 0
  const sources = new Sources(inside, { wanted, batches, asking, until, grouped, grain })
  const windows = [span, ...(other === undefined ? [] : [other])]
  const read = await sources.read(windows, ranked !== undefined && grain !== undefined)
  const [now] = read
  if (now === undefined) throw new TypeError('there is a window at least')
  const then = read[1]
  const found = new Map([...now.cells.groups, ...(then?.cells.groups ?? [])])
  const groups = !grouped ? new Map([['[]', []]]) : fill === 'matrix' ? matrixOf(found, Object.keys(by).length) : found
  const rank = ranked && ((one: string, two: string) => sources.compare(now, ranked, one, two))
  const counted = (of: readonly string[]) =>
    wanted.flatMap(({ name, kind }) =>
      windows.flatMap(({ periods }, i) =>
        periods.map((period) => read[i]?.cells.of(of, period?.start ?? null, name, kind).n ?? 0),
      ),
    )
  // What has no groups hides periods instead.
  const least = grouped ? minGroup : undefined
  const units = unitsOf({ groups, rank, topN, minGroup: least, recordsOf: counted })
  if (units.length * span.periods.length > mostRows) throw tooMany('by')
  const matched = (i: number) =>
    other === undefined || compareTo === undefined ? undefined : otherOf(inside, span, i, compareTo, grain, other)
  const figures = new Figures({
    wanted,
    units,
    all: [...found.keys()],
    span,
    other,
    now,
    then,
    matched,
    minGroup,
    grouped,
    totalOfOther: compareTo !== 'first',
  })
  const names = Object.keys(by)
  const rows = units.flatMap((unit, u) =>
    span.periods.map((period, i) => ({
      kind: unit.kind,
      keys: unit.keys === null ? null : Object.fromEntries(names.map((name, k) => [name, unit.keys?.[k] ?? null])),
      period,
      values: figures.values(u, i),
    })),
  )
  const warnings: Warning[] = []
  if (span.state !== 'complete') warnings.push({ code: 'period_not_over', to: span.window.to })
  if (asked.asOf !== undefined && wanted.some(({ name }) => name === 'orders.refunded'))
    warnings.push({ code: 'refunded_until_today', measure: 'orders.refunded' })
  warnings.push(...asTheyAreNow(wanted, inside, asOf))
  for (const unit of units) {
    if (unit.kind === 'suppressed') warnings.push({ code: 'groups_suppressed', minGroup })
    if (unit.groups.length > 1)
      for (const { name, kind } of wanted)
        if (kind.fn === 'countDistinct') warnings.push({ code: 'cannot_be_added', measure: name })
  }
  const { totals, previous, periods } = figures.kept()
  const hides = totals.length > 0
  const kept = [...new Set([...totals, ...previous])]
  if (kept.length > 0) warnings.push({ code: 'totals_suppressed', minGroup, measures: kept })
  if (!grouped && grain !== undefined && periods.length > 0)
    warnings.push({ code: 'periods_suppressed', minGroup, measures: periods })
  const told = wanted.map(({ name, definition, summary, entity }) => ({
    name,
    definition,
    summary,
    entity: entity.name,
  }))
  const data = {
    measures: told,
    window: { ...span.window },
    compared: other === undefined ? null : { ...other.window },
    rows,
    totals: figures.totals(),
  }
  return explain(data, {
    of: measuresDefinitions.query,
    asOf,
    zone: inside.zone,
    // How many they are, and how many have nothing to add, tells what a total does not.
    rows: hides ? 0 : rowsOf(wanted, now.totals),
    excluded: hides ? {} : await excludedFrom(inside, batches, wanted, now.totals, span.window, until),
    warnings,
    records: recordsOf(inside, batches, wanted, span.window, until),
  })
}

/** By which measure the best groups are found. */
function rankedBy(wanted: readonly Wanted[], { topN, by = {}, fill }: Asked): Wanted | undefined {
  if (topN === undefined) return undefined
  if (Object.keys(by).length === 0) throw invalid('topN', 'there are no groups', 'Say by what: by: { … }.')
  if (fill === 'matrix') throw invalid('fill', 'a matrix has no best groups', 'Leave out topN, or fill.')
  const ranked = wanted.find(({ name }) => name === topN.by)
  if (ranked === undefined) throw invalid('topN.by', 'is none of the measures that are asked for')
  return ranked
}

/** What is asked of every entity. A filter for one that no measure is of is a mistake. */
function askingOf(asked: Asked, by: Readonly<Record<string, Key>>, wanted: readonly Wanted[]): Asking {
  const { where = {}, filters = {}, currency } = asked
  for (const name of Object.keys(filters))
    if (!wanted.some(({ entity }) => entity.name === name))
      throw invalid(`filters.${name}`, 'no measure that is asked for is of this entity')
  return { where, filters, currency, keysOf: (entity) => keysOf(by, entity) }
}
