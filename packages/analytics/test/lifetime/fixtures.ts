import type { Own } from '../fixtures.ts'

export const lifetimeFixtures: Own = {
  'analytics.purchaseSummary': async () => ({ input: { unit: 'week', limit: 10, asOf: '2026-01-01' } }),
  'analytics.lifetimeValue': async () => ({
    input: {
      margin: 0.4,
      projection: { averageOrder: 100, perYear: 4, churn: 0.25 },
      model: { kind: 'auto', unit: 'month', horizon: 12, discount: 0.1 },
      limit: 10,
    },
  }),
  'analytics.nextPurchase': async (me, unique) => ({
    input: {
      companyId: (await me.companies.create({ name: unique })).id,
      fit: { model: 'bgnbd', unit: 'week', params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } },
      within: [30],
    },
  }),
  'analytics.season': async () => ({ input: { by: 'month', of: 'orders' } }),
  'analytics.habits': async () => ({
    input: {
      offers: [{ offer: 'coupon', sent: 2, responded: 1 }],
      offersFrom: { field: 'outcome', responded: { kind: 'call' } },
    },
  }),
  'analytics.salesForecast': async () => ({
    input: { grain: 'week', periods: 2, method: 'auto', levels: [0.9], from: '2025-01-01' },
  }),
  'analytics.churnRisk': async () => ({
    input: { method: 'btyd', horizonDays: 30, model: { kind: 'mbgnbd', unit: 'day' }, limit: 5, bins: 4 },
  }),
}
