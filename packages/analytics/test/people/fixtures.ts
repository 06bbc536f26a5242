import type { CoreTypes } from '@guanxi/core'
import { recordFixtures } from '@guanxi/testkit'
import type { AnalyticsTypes } from '../../src/index.ts'
import type { Own } from '../fixtures.ts'

type Types = CoreTypes & AnalyticsTypes
const quarter = { from: '2026-01-01', to: '2026-04-01' }
const tiers = [
  { upTo: 10_000_000, rate: 500 },
  { upTo: null, rate: 800 },
]

export const peopleFixtures: Own = {
  ...recordFixtures<Types>({
    plural: 'quotas',
    input: async (_, unique) => ({ userId: unique, ...quarter, amount: 100, currency: 'CNY' }),
    patch: { amount: 200 },
    by: ['userId', 'from', 'to', 'currency'],
  }),
  ...recordFixtures<Types>({
    plural: 'commissionPlans',
    input: async (_, unique) => ({ name: unique, base: 'deals', currency: 'CNY', tiers, rounding: 'floor' }),
    patch: { tiers: [{ upTo: null, rate: 100 }] },
    by: 'name',
  }),
  'analytics.performance': async () => ({
    input: {
      ...quarter,
      by: 'team',
      currency: 'CNY',
      calendar: { week: [1, 2], holidays: ['2026-01-01'], workdays: ['2026-01-03'] },
    },
  }),
  'analytics.settleCommissions': async (me, unique) => {
    const { id: planId } = await me.commissionPlans.create({ name: unique, currency: 'CNY', tiers })
    return { input: { planId, ...quarter } }
  },
  'analytics.commissions': async () => ({ input: { planId: 'x', userId: 'u', limit: 10, ...quarter } }),
  'analytics.ownCommissions': async () => ({ input: { planId: 'x', ...quarter } }),
  'analytics.adoption': async () => ({ input: { days: 7, asOf: '2026-01-01' } }),
}
