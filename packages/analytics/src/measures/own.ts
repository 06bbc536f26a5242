import { type CoreTypes, defineMeasure, type MeasureIR } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'

const define = defineMeasure<CoreTypes & AnalyticsTypes>

/** The measures of the core's entities. */
export const ownMeasures: readonly MeasureIR[] = [
  define({
    name: 'orders.count',
    summary: 'How many orders were placed.',
    entity: 'order',
    at: 'placedAt',
    of: { fn: 'count' },
  }),
  define({
    name: 'orders.revenue',
    summary: 'What the orders came to that were placed, before refunds.',
    entity: 'order',
    at: 'placedAt',
    of: { fn: 'sum', field: 'total' },
  }),
  define({
    name: 'orders.refunded',
    summary: 'What was given back, until today, of the orders that were placed.',
    entity: 'order',
    at: 'placedAt',
    of: { fn: 'sum', field: 'refunded' },
  }),
  define({
    name: 'orders.average',
    summary: 'What an order came to on the average, before refunds.',
    entity: 'order',
    at: 'placedAt',
    of: { fn: 'avg', field: 'total', rounding: 'half-up' },
  }),
  define({
    name: 'orderLines.quantity',
    summary: 'How many pieces were ordered.',
    entity: 'orderLine',
    at: { path: ['order', 'placedAt'] },
    of: { fn: 'sum', field: 'quantity' },
  }),
  define({
    name: 'orderLines.revenue',
    summary: 'What the lines of orders came to, before refunds.',
    entity: 'orderLine',
    at: { path: ['order', 'placedAt'] },
    of: { fn: 'sum', field: 'total' },
  }),
  define({
    name: 'refunds.amount',
    summary: 'What was given back, by the day on which it was.',
    entity: 'refund',
    at: 'at',
    of: { fn: 'sum', field: 'amount' },
  }),
  define({
    name: 'deals.created',
    summary: 'How many deals began.',
    entity: 'deal',
    at: 'createdAt',
    of: { fn: 'count' },
  }),
  define({
    name: 'deals.won',
    summary: 'How many deals were closed and are in a stage of type won.',
    entity: 'deal',
    at: 'closedAt',
    stages: 'won',
    of: { fn: 'count' },
  }),
  define({
    name: 'deals.wonValue',
    summary: 'The amounts of the deals that were closed and are in a stage of type won.',
    entity: 'deal',
    at: 'closedAt',
    stages: 'won',
    of: { fn: 'sum', field: 'amount' },
  }),
  define({
    name: 'deals.lost',
    summary: 'How many deals were closed and are in a stage of type lost.',
    entity: 'deal',
    at: 'closedAt',
    stages: 'lost',
    of: { fn: 'count' },
  }),
  define({
    name: 'companies.created',
    summary: 'How many companies were entered.',
    entity: 'company',
    at: 'createdAt',
    of: { fn: 'count' },
  }),
  define({
    name: 'contacts.created',
    summary: 'How many contacts were entered.',
    entity: 'contact',
    at: 'createdAt',
    of: { fn: 'count' },
  }),
  define({
    name: 'leads.captured',
    summary: 'How many leads came in.',
    entity: 'lead',
    at: 'createdAt',
    of: { fn: 'count' },
  }),
  define({
    name: 'activities.count',
    summary: 'How often somebody was in touch with a customer.',
    entity: 'activity',
    at: 'at',
    of: { fn: 'count' },
  }),
]
