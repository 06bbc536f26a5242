import { define } from '../explained/define.ts'

export const changeDefinitions = {
  compare: define(
    'compare',
    2,
    'each figure of window a and of window b; delta = b − a, relative = (b − a) / a; shares by the two-proportion z test with Newcombe’s interval, means by Welch’s t test; p adjusted by Holm over all figures asked for together; fewer than 30 on a side: insufficient. repurchase = customers with purchases on two days or more / customers with a purchase; churn = customers without a purchase in the window / customers with one in the window just before it, of as many months where it is made of months, else of as many days; cycle = mean days from creation to closing of deals won in the window, without those made as won or lost; winRate = won / (won + lost) of deals closed in the window; both by the stays of deals that began before asOf; csat = tickets solved in the window with a score of 8 or more / those with an answer; response = mean minutes from creation to first reply of tickets first replied to in the window',
  ),
  durations: define(
    'durations',
    1,
    'from one instant of a record to another; what has not ended before asOf goes on, and counts as such (Kaplan and Meier), median and quantiles read off the curve; endedOnly speaks of those that ended alone; what ends before it starts is counted as negative, and in no figure; groups by the log-rank test',
  ),
  csatOf5: define(
    'csat_1_5',
    1,
    'answers of 4 and 5 / answers from 1 to 5; mean = of these answers; what is beyond the scale counts as no answer',
  ),
  csatOf10: define(
    'csat_0_10',
    1,
    'answers from 8 to 10 / answers from 0 to 10; nps = 100 × (answers above 8 − answers up to 6) / answers, with the interval of the normal approximation; what is beyond the scale counts as no answer',
  ),
  goalProgress: define(
    'goalProgress',
    1,
    '(current − start) / (target − start), current being the figure in the window; expected = days from the creation of the goal that are over / days from it to the due day',
  ),
  beforeAfter: define(
    'beforeAfter',
    1,
    'the figure of each period; a = all periods before the change together, b = all full periods after it, compared as compare does; interrupted = the mean of what came after less what the default forecast of the periods before expected, with the mean of its bounds; from 8 periods before on, without gaps',
  ),
}
