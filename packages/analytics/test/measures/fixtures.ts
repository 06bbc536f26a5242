import type { Own } from '../fixtures.ts'

export const measuresFixtures: Own = {
  'analytics.query': async () => ({
    input: {
      ...{ measures: ['orders.revenue', 'customers.new'], by: { region: 'region' }, grain: 'month' },
      ...{ from: '2026-01-01', to: '2026-04-01', compareTo: 'yearAgo', currency: 'CNY' },
    },
  }),
}
