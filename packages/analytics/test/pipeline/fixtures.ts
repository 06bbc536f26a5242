import type { Own } from '../fixtures.ts'

const year = { from: '2024-01-01', to: '2025-01-01' }

export const pipelineFixtures: Own = {
  'analytics.funnel': async () => ({ input: { ...year, by: 'owner' } }),
  'analytics.stageDurations': async () => ({ input: { entity: 'lead' } }),
  'analytics.survival': async () => ({ input: { by: 'region' } }),
  'analytics.cycle': async () => ({ input: { ...year, before: { from: '2023-01-01', to: '2024-01-01' } } }),
  'analytics.winRate': async () => ({ input: { ...year, basis: 'creation', by: 'product' } }),
  'analytics.closings': async () => ({ input: { ...year, grain: 'quarter', by: 'owner' } }),
  'analytics.revenueEstimate': async () => ({ input: { ...year, chances: 'winRate', by: 'owner' } }),
  'analytics.pipelineForecast': async () => ({ input: { grain: 'month', by: 'product' } }),
  'analytics.matchProducts': async () => ({ input: { names: [{ name: 'Filter', rows: 3 }] } }),
}
