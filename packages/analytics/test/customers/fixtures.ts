import type { Own } from '../fixtures.ts'

const year = { from: '2024-01-01', to: '2025-01-01' }
const scope = { where: { ownerId: 'u_1' }, currency: 'CNY', asOf: '2025-02-01' }

export const customersFixtures: Own = {
  'analytics.retention': async () => ({ input: { ...year, until: '2026-01-01' } }),
  'analytics.churn': async () => ({ input: { ...year, active: { within: 'P1Y' }, ...scope } }),
  'analytics.repurchase': async () => ({ input: { ...year, quantiles: [0.5, 0.9], ...scope } }),
  'analytics.oldCustomers': async () => ({ input: { ...year, ...scope } }),
  'analytics.acquisitionCost': async () => ({ input: { ...year, spend: { amount: 90_000, currency: 'CNY' } } }),
  'analytics.cohorts': async () => ({
    input: { ...year, until: '2025-02-01', period: 'quarter', measure: 'revenue', ...scope },
  }),
  'analytics.rfm': async () => ({
    input: { from: '2024-01-01', scheme: { by: 'rank', k: 3 }, frequency: 'days', limit: 10, ...scope },
  }),
  'analytics.concentration': async () => ({ input: { ...year, by: 'region', top: 3, shares: [0.2], ...scope } }),
  'analytics.compareGroups': async () => ({
    input: {
      ...year,
      rate: 'retention',
      until: '2025-01-15',
      by: 'region',
      groups: ['East', 'North'],
      level: 0.9,
      ...scope,
    },
  }),
}
