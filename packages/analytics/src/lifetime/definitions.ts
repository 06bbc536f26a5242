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
  nextPurchase: define(
    'nextPurchase',
    1,
    'interval: last purchase day + the quantiles of the days between purchases (type 7); calendar: the next month among those in which there was a purchase in two years or more and in half of the years seen, where these are four at most and hold two thirds of the purchase days; btyd: the quantiles of Lomax(r + x, alpha + T) from the last day known, given that he has not stopped; within: 1 − P(no purchase), stopped or not',
  ),
  season: define(
    'season',
    1,
    'share of a period of the year = its mean over the whole years since the first purchase / the sum of these means; where each period was seen in two years or more',
  ),
  habits: define(
    'habits',
    1,
    'the local hour, and the day of the week, of the most orders; response = activities that were answered / activities with the offer',
  ),
  salesForecast: define(
    'salesForecast',
    1,
    'the series of the periods that are over, from the first order on, those without orders 0; its forecast by the method that is named; error: rolling origins one period apart, each forecast from what was before it (MASE: in units of the seasonal naive error, sMAPE in percent)',
  ),
  churnRisk: define(
    'churnRisk',
    1,
    'inactivity: 1 − 2^(−days since the last purchase / median gap); btyd: P(no purchase within the horizon); logit: the same by a logistic regression on ln(1 + repeat days), ln(1 + days since the last) and their part of the days since the first, fitted a horizon before; score = 1 − (1 − base) × Π (1 − weight of each signal)',
  ),
}
