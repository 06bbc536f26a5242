import type { AnalyticsTypes } from '@guanxi/analytics'
import type { CoreTypes, Crm } from '@guanxi/core'

type ReportsCrm = Crm<CoreTypes & AnalyticsTypes>

const year = { from: '2026-01-01', to: '2027-01-01' }

/** Some of everything that analytics keeps. */
export async function fillAnalytics(crm: ReportsCrm): Promise<void> {
  const me = crm.asSystem({ reason: 'fixture' })
  const company = await me.companies.create({ name: '杭州绿源农业', region: '华东', ownerId: 'u_a' })
  const bought = { companyId: company.id, currency: 'CNY', ownerId: 'u_a' }
  await me.orders.create({ ...bought, externalId: 'east', placedAt: '2026-02-01T02:00:00Z', total: 12_000_000 })
  await me.orders.create({
    ...bought,
    externalId: 'north',
    placedAt: '2026-03-01T02:00:00Z',
    total: 800,
    region: '华北',
  })
  await me.quotas.create({ userId: 'u_a', ...year, amount: 20_000_000, currency: 'CNY' })
  const tiers = [
    { upTo: 10_000_000, rate: 500 },
    { upTo: null, rate: 800 },
  ]
  const plan = await me.commissionPlans.create({ name: '销售', currency: 'CNY', tiers })
  await me.analytics.settleCommissions({ planId: plan.id, from: '2026-02-01', to: '2026-03-01' })
  await me.goals.create({ name: '复购', metric: 'repurchase', start: 0.1, target: 0.3, due: '2026-12-31' })
}

/** What of that every later release must still read. */
export async function summaryOfAnalytics(crm: ReportsCrm): Promise<Readonly<Record<string, unknown>>> {
  const me = crm.asSystem({ reason: 'summary' })
  const byRegion = await me.orders.aggregate({
    where: { currency: 'CNY' },
    groupBy: { region: 'region' },
    measures: { total: { fn: 'sum', field: 'total' } },
    orderBy: { region: 'asc' },
  })
  return {
    byRegion,
    quotas: (await me.quotas.list()).items,
    plans: (await me.commissionPlans.list()).items,
    commissions: (await me.analytics.commissions({})).data,
    goals: (await me.goals.list()).items,
    cohorts: (await me.analytics.cohorts({ ...year, currency: 'CNY', asOf: '2026-03-16' })).data,
  }
}
