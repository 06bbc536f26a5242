import type { Inside } from '../sla/inside.ts'
import type { Period } from './spread.ts'

/** Complaints of a period, by product and cause, and by month of the instance's zone. One that was merged is told of once. */
export async function complaints({ crm, add, zone: timeZone }: Inside, { from, to }: Period) {
  const where = { type: 'complaint' as const, createdAt: { gte: from, lt: to }, mergedIntoId: null }
  const of = await crm.tickets.aggregate({
    where,
    groupBy: { productId: 'productId', cause: 'cause' },
    measures: { n: { fn: 'count' } },
    orderBy: [{ n: 'desc' }, { productId: 'asc' }, { cause: 'asc' }],
  })
  const n = of.reduce((sum, row) => sum + row.n, 0)
  const bucket = { bucket: 'month', timeZone } as const
  const counted = await crm.tickets.aggregate({
    where,
    groupBy: { month: { field: 'createdAt', ...bucket } },
    measures: { n: { fn: 'count' } },
  })
  const byMonth = new Map(counted.map((row) => [row.month, row.n]))
  const [first, ...rest] = monthsOf(from, to, timeZone, add)
  const start = byMonth.get(first ?? '') ?? 0
  const series = [first, ...rest].flatMap((month) => {
    if (month === undefined) return []
    const here = byMonth.get(month) ?? 0
    return [{ month, n: here, delta: start === 0 ? null : (here - start) / start }]
  })
  const rows = of.map((row) => ({ ...row, share: row.n / n }))
  return { from, to, population: 'complaints_created_in_period' as const, n, rows, series }
}

/** The months of a zone that a period touches, by their first days. */
function monthsOf(from: string, to: string, timeZone: string, add: Inside['add']): readonly string[] {
  const last = monthAt(Date.parse(to) - 1, timeZone)
  const months: string[] = []
  for (let month = monthAt(Date.parse(from), timeZone); month <= last; month = add(month, 'P1M')) months.push(month)
  return months
}

const monthAt = (at: number, timeZone: string): string =>
  `${new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at).slice(0, 7)}-01`
