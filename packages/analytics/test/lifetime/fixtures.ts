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
}
