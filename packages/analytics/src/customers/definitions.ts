import { define } from '../explained/define.ts'

export const customersDefinitions = {
  retention: define(
    'retention',
    1,
    'customers with a purchase in the period who have one in the next period too / customers with a purchase in the period',
  ),
  churn: define(
    'churn',
    1,
    'active customers without a purchase in the period / active customers: those with a purchase in the time before it that was asked for',
  ),
  repurchase: define(
    'repurchase',
    1,
    'customers with purchases on two local days of the period or more / customers with a purchase in the period; gaps are the days between purchase days of the period that follow each other, quantiles by type 7',
  ),
  oldCustomers: define(
    'oldCustomers',
    1,
    'revenue of the period, net of refunds, from customers whose first purchase was before it / revenue of the period, net of refunds, from all customers',
  ),
  acquisitionCost: define(
    'acquisitionCost',
    1,
    'spend / customers whose first purchase falls in the period; rounded half up to the minor unit',
  ),
  cohorts: define(
    'cohorts',
    1,
    'cohort: customers by the calendar period of their first purchase; cell(c, k): those of cohort c with a purchase in period c + k, or their orders, or their revenue net of refunds; rate: cell / customers of the cohort',
  ),
  rfm: define(
    'rfm',
    1,
    'r by the last purchase day, f by the number of purchase days (or orders), m by revenue net of refunds; by rank: ntile(k) over (value, customer id), rising; by thresholds: 1 and one more for each bound that is reached; the highest score is best',
  ),
  concentration: define(
    'concentration',
    1,
    'holders by revenue net of refunds (products: by lines of orders, before refunds), ties by id; share: revenue / total; n80: the fewest holders with 80 % of the total; gini: Σ(2i − n − 1)xᵢ / (nΣx) over rising values; top p: the first ⌊p·n⌋ holders',
  ),
  compareGroups: define(
    'compareGroups',
    2,
    'repurchase.v1 or retention.v1 by group; a customer is in the group of his first order of the period that has one; absolute: a − b; points: 100 × it; relative: (a − b) / b; interval of absolute by Newcombe, p by z with the pooled rate, adjusted by Holm; all groups together by χ²',
  ),
}
