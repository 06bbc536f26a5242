import type { Own } from '../fixtures.ts'

export const customersFixtures: Own = {
  'analytics.retention': async () => ({ input: { from: '2024-01-01', to: '2025-01-01', until: '2026-01-01' } }),
}
