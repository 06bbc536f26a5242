import { define } from '../explained/define.ts'

const cohort = 'records that entered the pipeline in the period'
const known = 'Only stays that began before as-of count.'

export const pipelineDefinitions = {
  funnel: define(
    'funnel',
    1,
    `Of ${cohort}: how many reached each stage up to as-of, once each, skipped stages passed, lost stages no step; step rate = reached the next / reached the stage; overall = reached the last / reached the first. ${known}`,
  ),
  funnelActivity: define(
    'funnelActivity',
    1,
    `Records that entered each stage within the period, once a stage, skipped stages entered, too; step rate = entered the next / entered the stage, which may be of other records and above 1. ${known}`,
  ),
  stageDurations: define(
    'stageDurations',
    1,
    `Of ${cohort}: the sum of the stays in a stage, in days; censored at as-of where the record is in it still; median by Kaplan-Meier. ${known}`,
  ),
  survival: define(
    'survival',
    1,
    `Of ${cohort}: days from the entry (or the first entry into a stage) to won or lost; censored at as-of where open; Kaplan-Meier with Greenwood's error, groups by log-rank. ${known}`,
  ),
  cycle: define(
    'cycle',
    1,
    `close - create in days, of records closed in the period, won and lost apart; quantiles linear (type 7). ${known}`,
  ),
  winRate: define('winRate', 1, `won / (won + lost) of records closed in the period. ${known}`),
  winRateOfCohort: define(
    'winRateOfCohort',
    1,
    `won / (won + lost) up to as-of of ${cohort}; those still open are left out and counted. ${known}`,
  ),
  closings: define(
    'closings',
    1,
    `Records closed in the period, by the period of their close; amount = of the won ones. ${known} With as-of an amount is that at the entry into the stage.`,
  ),
  revenueEstimate: define(
    'revenueEstimate',
    1,
    `amount won in the period + sum over open records of amount x chance of their stage, in a period that is over of none; lost ones count 0. ${known} With as-of, amount and chance are those at the entry into the stage.`,
  ),
  revenueByWinRate: define(
    'revenueByWinRate',
    1,
    `amount won in the period + sum over open records of amount x win rate of all that was decided up to as-of, of their group where by is given. ${known}`,
  ),
  pipelineForecast: define(
    'pipelineForecast',
    1,
    `Three ways: stage = won so far + sum of amount x chance of the stage, of open records due by the end; history = won so far + sum of amount x win rate of (stage, age, group), shrunken to that of (stage, age) and of all, x chance of closing within the period at this age (Kaplan-Meier); series = forecast of the revenue won in each period. Errors are those of the same methods at as-of dates before. ${known}`,
  ),
  matchProducts: define(
    'matchProducts',
    1,
    'names of an import that are a product by mapping, name or SKU, exactly; a name that differs in case, spaces and signs alone is suggested and not matched',
  ),
}
