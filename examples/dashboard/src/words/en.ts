import type { Words } from './words.ts'

export const en: Words = {
  locale: 'en-US',
  title: 'How business goes',
  subtitle: 'Every figure says what it means, what it was counted from, how sure it is, and when.',
  sources: {
    northwind: {
      title: 'Northwind Traders',
      about:
        'The 830 orders of the well-known sample company. It has no deals: a year of them is made by a seed beside its orders.',
    },
    cdnow: {
      title: 'CDNOW',
      about:
        'What 2,357 people bought in a real web shop, from January 1997 to June 1998: a tenth of its new customers of that winter.',
    },
  },
  tiles: {
    revenue: { title: 'Revenue', about: 'The last twelve months' },
    retention: { title: 'Retention', about: 'Who bought in the first half of 1997, and again in the second' },
    repurchase: { title: 'Repurchase', about: 'Who bought on two days or more' },
    oldCustomers: { title: 'Old customers', about: 'How much of the revenue of the last twelve months they bring' },
    winRate: { title: 'Win rate', about: 'Of the deals closed in the last year' },
    pipeline: { title: 'Deals of this quarter', about: 'Won already, and what the open ones bring by its end' },
    lifetime: {
      title: 'Lifetime value',
      about: 'What a customer buys in the next 52 weeks, in money of today',
    },
  },
  figures: {
    forecast: { title: 'Sales forecast', about: 'What the months to come bring, and how wrong the method was so far' },
    funnel: { title: 'Funnel', about: 'How far the deals of the last year have come' },
    cohorts: {
      title: 'Cohorts',
      about: 'Of those who first bought in a quarter: how many percent bought in each quarter since',
    },
    top: { title: 'Top customers', about: 'Who brings the revenue of the last twelve months' },
    regions: {
      title: 'Regions',
      about: 'Who bought in the first half of 1997, and again in the second, by sales territory',
    },
    reps: { title: 'Sales team', about: 'What each member won in the last year' },
    churn: { title: 'About to leave', about: 'Whom to call first, and why' },
    cdnowCohorts: {
      title: 'Cohorts',
      about: 'Of those who first bought in a month: how many percent bought in each month since',
    },
    worth: { title: 'Worth most', about: 'What a customer is expected to buy within a year, in money of today' },
  },
  units: { customers: 'customers', orders: 'orders', deals: 'deals', months: 'months', members: 'members' },
  told: {
    asOf: 'as of',
    interval: (level, low, high) => `${level} interval ${low} to ${high}`,
    excluded: (n, reason) => `${n} left out: ${reason}`,
  },
  forecast: {
    actual: 'Actual',
    expected: 'Forecast',
    interval: (level) => `${level} interval`,
    next: (month, value) => `${month}: ${value}.`,
    method: (name) => `Method: ${name}.`,
    backtest: ({ origins, mase, smape, coverage }) =>
      `Tried on the past, from ${origins} earlier months: ${smape} off on average (sMAPE), ${mase} times as much as a naive forecast (MASE; below 1 is better); ${coverage} of what came was within the interval.`,
    untested: 'Too short a past to test the method on.',
  },
  cohorts: {
    cohort: 'First bought',
    quarter: (year, quarter) => `Q${quarter} ${year}`,
    since: { month: 'Months since', quarter: 'Quarters since' },
    partial: 'this period is not over yet',
  },
  churn: {
    backtest: ({ n, stayedAway, auc }) =>
      `Tried on the past: of the ${n} customers of three months ago, ${stayedAway} bought nothing since; who did had the higher score in ${auc} of all pairs (50% is a coin).`,
  },
  funnel: {
    conversion: (share) => `${share} of the stage before`,
    overall: (share) => `${share} of all were won so far.`,
  },
  top: { other: (n) => `${n} others`, most: (n) => `${n} customers bring 80% of it.` },
  comparison: {
    difference: (p) => `The regions differ (χ², p = ${p}).`,
    'no evidence': (p) => `No evidence that the regions differ (χ², p = ${p}).`,
    insufficient: () => 'Too few customers to tell whether the regions differ.',
  },
  columns: {
    member: 'Member',
    won: 'Won',
    deals: 'Deals won',
    winRate: 'Win rate',
    revenue: 'Revenue',
    customer: 'Customer',
    score: 'Risk',
    last: 'Last order',
    why: 'Why',
    expected: 'Expected orders',
    worth: 'Value',
    orders: 'Orders',
  },
  none: 'Nothing to show',
  glossary: {
    title: 'Definitions',
    about: 'Who compares two figures compares their definitions first: a formula that changes gets another version.',
  },
  footer: 'Made by Guanxi, examples/dashboard. Nothing was loaded from anywhere to show this page.',
  names: { qualified: 'Qualified', proposal: 'Proposal', negotiation: 'Negotiation', won: 'Won' },
  methods: {},
  reasons: {
    gap: (n) => `silent for ${n('gapDays')} days, ${n('ratio')} times as long as usual`,
    lost_deal: (n) => `offers lost this year: ${n('n')}`,
  },
  warnings: {
    age_beyond_history: 'some deals are open for longer than any before them',
    margin_of_one: 'all revenue counts as earned',
    running_period_left_out: 'the running month is left out',
    series: 'the model is not sure of itself',
    period_not_over: 'a period is not over yet',
    spend_depends_on_frequency: 'who buys more often spends otherwise',
    signals_not_in_calibration: 'lost offers are not part of that test',
    still_open: 'some are still under way',
  },
  excluded: { zero_value_days: 'purchases of nothing', one_purchase: 'bought on one day alone' },
  formula: ({ formula }) => formula,
}
