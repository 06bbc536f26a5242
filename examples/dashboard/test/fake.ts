import type { Figures, Spelling, TileName, Told, Unit } from '../src/views.ts'

const told = (definition: string, n: number | null, unit: Unit, more: Partial<Told> = {}): Told => ({
  definition,
  asOf: '1998-05-07T00:00:00.000Z',
  n,
  unit,
  interval: null,
  excluded: {},
  warnings: [],
  ...more,
})

const tile = (name: TileName, value: number | null, spelling: Spelling, ofWhat: Told) => ({
  view: { name, value, spelling },
  told: ofWhat,
})

const months = Array.from({ length: 22 }, (_, i) => new Date(Date.UTC(1996, 6 + i)).toISOString().slice(0, 7))
const wave = (i: number) => Math.round(2_800_000 + 200_000 * i + 600_000 * Math.sin(i))
const share = (low: number, high: number) => ({ low, high, level: 0.95, spelling: 'share' as const })

const triangle = (start: (i: number) => string, rows: number, columns: number, size: number) =>
  Array.from({ length: rows }, (_, y) => ({
    start: start(y),
    size: size + y * 7,
    cells: Array.from({ length: columns - y }, (_, x) => {
      const part = x === 0 ? 1 : Math.max(0, 0.75 - 0.06 * x + 0.1 * Math.sin(x * 3 + y))
      return {
        customers: Math.round(part * (size + y * 7)),
        share: part,
        interval: null,
        partial: x === columns - y - 1 && x > 0,
      }
    }),
  }))

/** A report that nobody counted: every kind of figure, with hostile texts and with nothing in it. */
export const fake: Figures = {
  northwind: {
    zone: 'UTC',
    currency: 'USD',
    tiles: [
      tile('revenue', 71_234_567, 'money', told('revenue.v1', 451, 'orders')),
      tile('retention', 0.83, 'share', told('retention.v1', 86, 'customers', { interval: share(0.73, 0.9) })),
      tile('winRate', null, 'share', told('winRate.v1', 0, 'deals', { warnings: ['nobody_knows_this'] })),
    ],
    forecast: {
      view: {
        past: months.map((month, i) => ({ month, value: wave(i) })),
        next: ['1998-05', '1998-06', '1998-07'].map((month, i) => {
          return {
            month,
            value: wave(22 + i),
            low: wave(22 + i) - 900_000 - 200_000 * i,
            high: wave(22 + i) + 900_000 + 200_000 * i,
          }
        }),
        level: 0.95,
        method: 'theta',
        backtest: { origins: 6, mase: 0.91, smape: 0.174, coverage: 0.83 },
      },
      told: told('salesForecast.v1', 22, 'months', { excluded: { refunded: 3 } }),
    },
    funnel: {
      view: {
        stages: [
          { stage: 'qualified', reached: 240, conversion: null, interval: null },
          { stage: 'proposal', reached: 150, conversion: 0.625, interval: [0.5, 0.7] },
          { stage: 'negotiation', reached: 98, conversion: 0.653, interval: [0.5, 0.7] },
          { stage: 'won', reached: 61, conversion: 0.622, interval: [0.5, 0.7] },
        ],
        overall: 0.25,
      },
      told: told('funnel.v1', 240, 'deals'),
    },
    cohorts: {
      view: {
        grain: 'quarter',
        rows: triangle((i) => new Date(Date.UTC(1996, 6 + 3 * i)).toISOString().slice(0, 10), 7, 8, 12),
      },
      told: told('cohorts.v1', 89, 'customers'),
    },
    top: {
      view: {
        rows: Array.from({ length: 10 }, (_, i) => {
          const name =
            i === 2 ? '<img src=x onerror=alert(1)> @ink {b} $money' : `Customer with a rather long name ${i}`
          return { name, value: 9_000_000 - 700_000 * i, share: 0.12 - 0.01 * i }
        }),
        n80: 31,
        other: { n: 78, value: 20_000_000, share: 0.36 },
      },
      told: told('concentration.v1', 88, 'customers'),
    },
    regions: {
      view: {
        rows: ['Western Europe', 'Northern Europe', 'Southern Europe', 'North America', 'South America'].map(
          (name, i) => {
            const value = 0.9 - i * 0.12
            return { name, n: 8 + i * 5, value, low: value - 0.2, high: Math.min(1, value + 0.09) }
          },
        ),
        verdict: 'no evidence',
        p: 0.31,
        level: 0.95,
      },
      told: told('compareGroups.v2', 86, 'customers'),
    },
    reps: {
      view: [
        {
          name: 'Nancy Davolio',
          revenue: 9_314_575,
          orders: 64,
          won: 2_000_000,
          deals: 9,
          winRate: { name: '', n: 21, value: 0.43, low: 0.24, high: 0.63 },
        },
        {
          name: 'Steven Buchanan',
          revenue: 0,
          orders: 0,
          won: 0,
          deals: 0,
          winRate: { name: '', n: 0, value: null, low: null, high: null },
        },
      ],
      told: told('performance.v1', 9, 'members'),
    },
    churn: {
      view: {
        list: [
          {
            name: 'Around the Horn',
            score: 0.92,
            last: '1997-12-24',
            reasons: [
              { code: 'gap', numbers: { gapDays: 134, ratio: 2.41 } },
              { code: 'open_complaint', numbers: {} },
            ],
          },
        ],
        backtest: null,
      },
      told: told('churnRisk.v1', 89, 'customers'),
    },
  },
  cdnow: {
    zone: 'UTC',
    currency: 'USD',
    tiles: [
      tile('repurchase', 0.5, 'share', told('repurchase.v1', 2357, 'customers', { interval: share(0.48, 0.52) })),
    ],
    cohorts: {
      view: { grain: 'month', rows: triangle((i) => `1997-0${i + 1}-01`, 3, 18, 780) },
      told: told('cohorts.v1', 2357, 'customers'),
    },
    worth: { view: [], told: told('lifetimeValue.v1', 2357, 'customers') },
  },
}
