import { define } from '../explained/define.ts'

export const lifetimeDefinitions = {
  purchaseSummary: define(
    'purchaseSummary',
    1,
    'x = distinct local days with a purchase − 1; tx = (last day − first day) / unit; T = (last day before asOf − first day) / unit; spend = mean daily amount of the days after the first',
  ),
  lifetimeValue: define(
    'lifetimeValue',
    1,
    'historic: revenue of the orders, gross = revenue × margin; projected = average order × orders a year × margin / churn a year; model: margin × expected spend × Σ over the units of the horizon of the expected purchases in each, discounted by (1 + discount)^(−unit / year), a year being 365 days, 52 weeks or 12 months',
  ),
}
