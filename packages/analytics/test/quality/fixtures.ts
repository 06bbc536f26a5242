import type { Own } from '../fixtures.ts'

export const qualityFixtures: Own = {
  'analytics.dataQuality': async () => ({
    input: { entities: ['company', 'contact'], where: {}, staleDays: 90, undeliverable: ['nowhere.cn'] },
  }),
  'analytics.completeness': async (me, unique) => {
    await me.companies.create({ name: unique })
    return {
      input: {
        entity: 'company',
        fields: [{ field: 'phone', weight: 2 }],
        where: { name: unique },
        from: '2020-01-01',
        to: '2100-01-01',
        leaderboard: 'creator',
      },
    }
  },
}
