import type { Own } from '../fixtures.ts'

export const lifetimeFixtures: Own = {
  'analytics.purchaseSummary': async () => ({ input: { unit: 'week', limit: 10, asOf: '2026-01-01' } }),
}
