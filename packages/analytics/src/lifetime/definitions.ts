import { define } from '../explained/define.ts'

export const lifetimeDefinitions = {
  purchaseSummary: define(
    'purchaseSummary',
    1,
    'x = distinct local days with a purchase − 1; tx = (last day − first day) / unit; T = (last day before asOf − first day) / unit; spend = mean daily amount of the days after the first',
  ),
}
