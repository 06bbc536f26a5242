import { define } from '../explained/define.ts'

export const peopleDefinitions = {
  performance: define(
    'performance',
    1,
    'by the owner of the record: followUps = activities in the period; deals = won, and lost, by the close in the period, with asOf as their stays remember it; closeRate = deals / (deals + lost), null of nothing; won = what the won deals come to; avgDeal = won / won deals with an amount; customers = companies, and contacts without a company, that are his as of asOf; orders and revenue = those placed in the period, revenue less what was refunded before asOf; quota = his quotas, each × its working days within the period up to asOf / its working days; attainment = won / quota',
  ),
  commission: define(
    'commission',
    1,
    'of a plan, a period and a user: Σ over the tiers of the part of the base in the tier × its basis points / 10,000, rounded once; base = orders placed in the period less what was refunded, or deals won in it. Each entry is what is due less what was entered before, by the terms of the first settlement; the balance is the sum of the entries',
  ),
  adoption: define(
    'adoption',
    1,
    'members who have not left, with a row of theirs in the audit in the last N days before asOf (30 unless told) / members who have not left; what runs by itself writes as nobody',
  ),
}
