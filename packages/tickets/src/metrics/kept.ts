import type { Inside } from '../sla/inside.ts'
import { slaMetrics } from '../sla/metric.ts'
import type { Period } from './spread.ts'

/** Of how many tickets promises were kept. A clock comes to its end once: when it is late, or fulfilled without that. */
export async function kept({ crm }: Inside, { from, to }: Period) {
  const during = { gte: from, lt: to }
  const ended = [{ fulfilledAt: during, breachedAt: null }, { breachedAt: during }]
  const measures = slaMetrics.flatMap((metric, i) => [
    [`ended${i}`, { fn: 'count' as const, where: { slaClocks: { some: { metric, or: ended } } } }] as const,
    [`late${i}`, { fn: 'count' as const, where: { slaClocks: { some: { metric, breachedAt: during } } } }] as const,
  ])
  const [row] = await crm.tickets.aggregate({
    where: { slaClocks: { some: { or: ended } } },
    measures: Object.fromEntries(measures),
  })
  const figure = (name: string) => Number(row?.[name] ?? 0)
  const metrics = slaMetrics.flatMap((metric, i) => {
    const [n, breached] = [figure(`ended${i}`), figure(`late${i}`)]
    return n === 0 ? [] : [{ metric, n, kept: n - breached, breached, rate: (n - breached) / n }]
  })
  return { from, to, population: 'tickets_with_a_clock_that_was_fulfilled_or_breached_in_period' as const, metrics }
}
