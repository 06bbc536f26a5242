import { startOfDay, type Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { shifted, startOf } from '../period/grain.ts'
import { dayOf, earlier, type Window, windowOf } from '../period/window.ts'
import { byCustomer, type CustomerGroups } from '../purchases/by-customer.ts'
import { periodsByCustomer } from '../purchases/months.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { amountOf, ever, leftOut, net } from './amounts.ts'
import { type PeriodName, periodsBetween } from './calendar.ts'
import { type Matrix, matrixOf, rowsOf } from './cohort-matrix.ts'
import { customersDefinitions } from './definitions.ts'
import { givenBackByCustomer } from './given-back.ts'

export type CohortMeasure = 'customers' | 'orders' | 'revenue'

interface Asked extends Window, Scope {
  readonly until?: string | undefined
  readonly period: PeriodName
  readonly measure: CohortMeasure
}

/** Cohorts: customers by the period of their first purchase, and what they did in the periods from then on. */
export async function cohorts(inside: Inside, { currency, ...asked }: Asked) {
  const { period, measure } = asked
  // Who bought in another currency before belongs to an earlier cohort.
  const known = knownBy(inside, asked)
  const given = windowOf(asked, inside)
  const from = instant(startOf(dayOf(given.from, inside), period), inside)
  const end = windowOf({ from: given.from, to: asked.until ?? asked.to }, inside, 'until').to
  const seen = earlier(end, known.until)
  const days = periodsBetween(dayOf(from, inside), dayOf(before(end), inside), period, inside)
  const starts = days.map((day) => instant(day, inside))
  const matrix = matrixOf(days, starts.filter((start) => start < given.to && start < seen).length)
  const counted = placed(knownBy(inside, { ...asked, currency }), from, end)
  const { rows, currency: one } = await amountsOf(inside, counted, measure)
  const warnings: Warning[] = from < given.from ? [{ code: 'from_begins_with_its_period', from }] : []
  const ends = days.map((day) => instant(shifted(day, period, 1, inside), inside))
  const last = earlier(ends[matrix.cohorts - 1] ?? given.to, seen)
  if (last > given.to) warnings.push({ code: 'to_ends_with_its_period', to: last })
  const figures = await figuresOf(inside, asked, { known, counted, currency: measure === 'revenue' ? one : currency })
  if (figures.hidden) warnings.push({ code: 'refunds_until_now' })
  if (matrix.cohorts > 0) {
    // Which periods there are is read a row a customer.
    if (measure === 'customers' && period !== 'week' && currency === undefined)
      for await (const { customers } of periodsByCustomer(inside, { where: known.where, until: seen, period }))
        for (const { periods } of customers) countPeriods(matrix, periods)
    else {
      const groupBy = { period: { field: 'placedAt', bucket: period } } as const
      const all = byCustomer(inside, { where: ever(known, end), groupBy, measures: figures.measures })
      for await (const customer of all) count(matrix, customer, figures)
    }
  }
  const state = starts.map((start, i) => (start >= seen ? 'future' : (ends[i] ?? '') > seen ? 'running' : 'over'))
  const data = {
    period,
    measure,
    currency: one,
    from,
    until: end,
    cohorts: rowsOf(matrix, state, measure === 'customers'),
  }
  return explain(data, {
    of: customersDefinitions.cohorts,
    asOf: known.asOf,
    zone: inside.zone,
    rows,
    excluded: await leftOut(inside, placed(known, from, end), currency),
    warnings,
    records: { entity: 'order', where: counted },
  })
}

const instant = (day: string, { zone }: Inside) => new Date(startOfDay(day, zone)).toISOString()
/** The last moment before another. */
const before = (moment: string) => new Date(Date.parse(moment) - 1).toISOString()

/** How many orders are told of; their currency, where amounts are. */
async function amountsOf(inside: Inside, where: ReturnType<typeof placed>, measure: CohortMeasure) {
  if (measure === 'revenue') return amountOf(inside, where)
  return { rows: await inside.crm.orders.count({ where }), currency: null }
}

interface Figures {
  readonly measures: Parameters<typeof byCustomer>[1]['measures']
  readonly of: (customer: CustomerGroups['customer'], group: CustomerGroups['groups'][number]) => number
  readonly hidden: boolean
}

interface Counted {
  readonly known: ReturnType<typeof knownBy>
  readonly counted: ReturnType<typeof placed>
  readonly currency: string | null | undefined
}

/** What is read of each customer in each period, and what it comes to. */
async function figuresOf(
  inside: Inside,
  { measure, period }: Asked,
  { known, counted, currency }: Counted,
): Promise<Figures> {
  const narrow = currency === undefined || currency === null ? {} : { where: { currency } }
  const n = { fn: 'count', ...narrow } as const
  if (measure !== 'revenue' || typeof currency !== 'string')
    return {
      measures: { n },
      of: (_, group) =>
        measure === 'customers' ? Math.min(1, Number(group.n)) : measure === 'orders' ? Number(group.n) : 0,
      hidden: false,
    }
  const later = await givenBackByCustomer(inside, known, { where: counted, currency, bucket: period })
  return {
    measures: {
      total: { fn: 'sum', field: 'total', ...narrow },
      refunded: { fn: 'sum', field: 'refunded', ...narrow },
    },
    of: (customer, group) => net(group) + later.of(customer, group.period),
    hidden: later.hidden,
  }
}

/** A customer's periods come in their order: the first is his cohort. */
function countPeriods(matrix: Matrix, periods: readonly string[]): void {
  const cohort = matrix.index.get(periods[0] ?? '')
  if (cohort === undefined || cohort >= matrix.cohorts) return
  matrix.sizes[cohort] = (matrix.sizes[cohort] ?? 0) + 1
  const cells = matrix.cells[cohort]
  for (const period of periods) {
    const column = matrix.index.get(period)
    if (column !== undefined && cells !== undefined) cells[column] = (cells[column] ?? 0) + 1
  }
}

/** The same of what he did in each of them. */
function count(matrix: Matrix, { customer, groups }: CustomerGroups, { of }: Figures): void {
  const cohort = matrix.index.get(String(groups[0]?.period))
  if (cohort === undefined || cohort >= matrix.cohorts) return
  matrix.sizes[cohort] = (matrix.sizes[cohort] ?? 0) + 1
  const cells = matrix.cells[cohort]
  for (const group of groups) {
    const column = matrix.index.get(String(group.period))
    if (column !== undefined && cells !== undefined) cells[column] = (cells[column] ?? 0) + of(customer, group)
  }
}
