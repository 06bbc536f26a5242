import { type CoreTypes, createCrm, defineMeasure, type Scope } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { type AnalyticsTypes, analytics } from '../src/index.ts'
import { type Stage, zone } from './on-one.ts'

export { zone } from './on-one.ts'
export type Me = Scope<CoreTypes & AnalyticsTypes>

/** A tenant of its own in the database that a test shares, on a day; its administrator. */
export function world(
  { storage, tenant }: Stage,
  now = '2026-03-16T09:00:00+08:00',
  measures: readonly (typeof meanSize)[] = [],
) {
  const clock = testClock(now, zone)
  const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone, measures })
  const as = (user: string, ...roles: string[]) => crm.as({ tenant, user, roles })
  return { crm, clock, as, admin: as('u_adm', 'admin') }
}

/** A mean of what not every company has. */
export const meanSize = defineMeasure({
  name: 'companies.meanSize',
  summary: 'How large they are on the average.',
  entity: 'company',
  at: 'createdAt',
  of: { fn: 'avg', field: 'size', rounding: 'half-up' },
})

/** So many companies, `C0`, `C1` and so on: their ids in this order. */
export async function companies(
  me: Me,
  n: number,
  more: (i: number) => object = () => ({}),
): Promise<readonly string[]> {
  const { ids } = await me.companies.createMany(Array.from({ length: n }, (_, i) => ({ name: `C${i}`, ...more(i) })))
  return ids
}

/** An order of a company on a day at noon in Shanghai. */
export const order = (companyId: string, day: string, total = 100) => ({
  companyId,
  placedAt: `${day}T12:00:00+08:00`,
  currency: 'CNY',
  total,
})

export async function orders(me: Me, of: readonly object[]): Promise<void> {
  await me.orders.createMany(of as Parameters<Me['orders']['createMany']>[0])
}
