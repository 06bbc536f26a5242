import type { Mutant } from './mutant.ts'

const test = (file: string, name: string) => ({
  file: `packages/analytics/test/${file}.test.ts`,
  name: `sqlite > ${name}`,
})

/** Defects in figures. */
export const analyticsMutants: readonly Mutant[] = [
  {
    name: 'analytics: a company’s orders once more, as its contact’s',
    file: 'packages/analytics/src/purchases/by-customer.ts',
    from: '[asked.where, { companyId: null }]',
    to: '[asked.where]',
    test: test('customers/concentration', 'a customer is the company if there is one, else the contact'),
  },
  {
    name: 'analytics: who came back, whether he had been there or not',
    file: 'packages/analytics/src/customers/retention.ts',
    from: 'if (Number(first) === 0) continue',
    to: '',
    test: test('customers/retention', 'E1: of ten who bought in 2024, six bought in 2025'),
  },
  {
    name: 'analytics: churn of those who stayed',
    file: 'packages/analytics/src/customers/churn.ts',
    from: 'if (Number(within) === 0) lost++',
    to: 'if (Number(within) !== 0) lost++',
    test: test('customers/rates', 'E2: of a hundred who were active, forty bought nothing: .40'),
  },
  {
    name: 'analytics: what comes after as-of',
    file: 'packages/analytics/src/purchases/scope.ts',
    from: 'lt: to < until ? to : until',
    to: 'lt: to',
    test: test('customers/retention', 'as of an instant what came later is unknown, and stays so whatever is added'),
  },
  {
    name: 'analytics: cohorts without their first period',
    file: 'packages/analytics/src/customers/cohorts.ts',
    from: '  for (const period of periods) {',
    to: '  for (const period of periods.slice(1)) {',
    test: test(
      'customers/matrix',
      'cohorts: by the month of the first purchase ever, null where nothing has begun, the running month marked',
    ),
  },
  {
    name: 'analytics: a deal passes what is behind it',
    file: 'packages/analytics/src/pipeline/funnel.ts',
    from: 'return Array.from({ length: farthest + 1 }, (_, step) => step)',
    to: 'return Array.from({ length: farthest }, (_, step) => step)',
    test: test(
      'pipeline/funnel',
      'B4: 100, 30, 18, 10; who goes back and forth counts once, what is skipped is passed',
    ),
  },
  {
    name: 'analytics: what was lost is won',
    file: 'packages/analytics/src/pipeline/revenue-estimate.ts',
    from: 'if (!isWon(course) || course.last.entered < first',
    to: 'if (course.last.entered < first',
    test: test('pipeline/revenue', 'B5: what was won, and what of the open may be won; what was lost comes to nothing'),
  },
  {
    name: 'analytics: nobody is paid for the part below',
    file: 'packages/analytics/src/people/commission.ts',
    from: 'if (upTo !== null) below = BigInt(upTo)',
    to: '',
    test: test(
      'people/commissions',
      'B14: 120,000 makes 6,600; 20,000 refunded next month takes 1,600 back; the ledger says the same again',
    ),
  },
  {
    name: 'analytics: who closed nothing closes nought of a hundred',
    file: 'packages/analytics/src/people/performance.ts',
    from: 'closeRate: rateOf(tally.deals, tally.deals + tally.lost)',
    to: 'closeRate: rateOf(tally.deals, tally.deals + tally.lost + 1)',
    test: test('people/performance', 'B13: twelve follow-ups, four won and six lost; who closed nothing has no rate'),
  },
  {
    name: 'analytics: one small group alone is hidden',
    file: 'packages/analytics/src/measures/hide.ts',
    from: '(own.length < 2 || sumOf(own.map(of)) < least)',
    to: 'own.length < 1',
    test: test('measures/access', 'without groups, months are hidden, with another one'),
  },
  {
    name: 'analytics: the running period is a whole one',
    file: 'packages/analytics/src/lifetime/sales-forecast.ts',
    from: 'at !== undefined && at < running;',
    to: 'at !== undefined && at <= running;',
    test: test(
      'lifetime/sales-forecast',
      'E9: 100, 110 and 120 go on with 130 by a straight line; the running month is left out',
    ),
  },
  {
    name: 'analytics: the months of a year over two times',
    file: 'packages/analytics/src/purchases/months.ts',
    from: '[...new Set(periods.map(of))]',
    to: 'periods.map(of)',
    test: test('customers/matrix', 'who bought in whole months and in the running one is once in their quarter'),
  },
  {
    name: 'analytics: months after the instant that is asked for',
    file: 'packages/analytics/src/purchases/months.ts',
    from: 'one.periods.filter((period) => period < month)',
    to: 'one.periods',
    test: test('purchases/months', 'the months, quarters and years in which customers bought, until any instant'),
  },
]
