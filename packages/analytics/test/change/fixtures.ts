import type { CoreTypes } from '@guanxi/core'
import { recordFixtures } from '@guanxi/testkit'
import type { AnalyticsTypes } from '../../src/index.ts'
import type { Own } from '../fixtures.ts'

export const changeFixtures: Own = {
  ...recordFixtures<CoreTypes & AnalyticsTypes>({
    plural: 'goals',
    input: async (_, unique) => ({ name: unique, metric: 'repurchase', start: 0.1, target: 0.3, due: '2026-12-31' }),
    patch: { target: 0.4 },
    by: false,
    owned: true,
  }),
  'analytics.compare': async () => ({
    input: {
      a: { from: '2025-01-01', to: '2025-07-01' },
      b: { from: '2025-07-01', to: '2026-01-01' },
      metrics: [
        'repurchase',
        { kind: 'share', name: 'x', entity: 'deal', where: {}, at: 'closedAt', hit: { stage: 'won' } },
        { kind: 'duration', name: 'y', entity: 'deal', where: {}, start: 'createdAt', end: 'closedAt', unit: 'hours' },
        { kind: 'mean', name: 'z', entity: 'company', where: {}, at: 'createdAt', field: 'size' },
        {
          kind: 'satisfaction',
          name: 's',
          entity: 'company',
          where: {},
          at: 'createdAt',
          field: 'size',
          scale: '0-10',
        },
      ],
      level: 0.9,
      currency: 'CNY',
      asOf: '2026-01-01',
    },
  }),
  'analytics.durations': async () => ({
    input: {
      entity: 'deal',
      start: 'createdAt',
      end: 'closedAt',
      where: {},
      from: '2020-01-01',
      to: '2100-01-01',
      groupBy: 'ownerId',
      unit: 'hours',
      shares: [0.5],
      method: 'nearest rank',
      at: [3],
      level: 0.9,
      asOf: '2026-01-01',
    },
  }),
  'analytics.satisfaction': async () => ({
    input: {
      entity: 'company',
      field: 'size',
      scale: '0-10',
      where: {},
      at: 'updatedAt',
      from: '2020-01-01',
      to: '2100-01-01',
      level: 0.9,
    },
  }),
  'analytics.goalProgress': async (me, unique) => {
    const goal = { name: unique, metric: 'repurchase', start: 0.1, target: 0.3, due: '2026-12-31' }
    const { id: goalId } = await me.goals.create(goal)
    return { input: { goalId, from: '2025-01-01', to: '2026-01-01', currency: 'CNY', asOf: '2026-01-01' } }
  },
  'analytics.beforeAfter': async () => ({
    input: {
      metric: { kind: 'mean', name: 'z', entity: 'company', where: {}, at: 'createdAt', field: 'size' },
      changeAt: '2025-01-01',
      grain: 'week',
      pre: 2,
      post: 2,
      season: 1,
      level: 0.9,
      currency: 'CNY',
      asOf: '2026-01-01',
    },
  }),
}
