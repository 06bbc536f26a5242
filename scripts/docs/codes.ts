import { type CodeDefinition, coreCodes } from '@guanxi/core'
import { peopleErrors } from '../../packages/analytics/src/people/errors.ts'
import { errors as ticketErrors } from '../../packages/tickets/src/errors.ts'

/** Codes that plugins of this repository add. */
const ofPlugins: Readonly<Record<string, Readonly<Record<string, CodeDefinition>>>> = {
  '@guanxi/analytics': peopleErrors,
  '@guanxi/tickets': ticketErrors,
}

/** What is told inside of results, in snake_case: the spelling, where it occurs, what it means. */
export const reasons: readonly (readonly [code: string, where: string, meaning: string])[] = [
  ['still_referenced', 'warnings of a dry delete', 'other records still point to the one that would go'],
  ['recent_contact', 'warnings of an activity', 'a colleague was in touch with the customer not long ago'],
  ['conflict', '`leads.capture`', 'the phone or mail is a customer’s already'],
  ['in_scope', '`explainAccess`', 'the record lies within the scope of the grant'],
  ['out_of_scope', '`explainAccess`', 'the grant is for other records'],
  ['no_grant', '`explainAccess`', 'the role grants nothing on this entity'],
  ['migrations_pending', '`crm.check()`', 'the database misses migrations'],
  ['keys_of_nobody', '`crm.check()`', 'records hold fields of an owner that is not installed'],
  ['orphan', '`crm.check()`', 'a reference to a record that does not exist'],
  ['owned_by_nothing', '`crm.check()`', 'an owned record whose owner is gone'],
  ['dead_letters', '`crm.check()`', 'a job that was given up'],
  ['owner_left', '`crm.check()`', 'an open record of a member who has left'],
  ['owner_no_member', '`crm.check()`', 'an `ownerId` that no member has'],
  ['pipeline_unknown', '`crm.check()`', 'a record in a pipeline that does not exist'],
  ['stage_unknown', '`crm.check()`', 'a record in a stage that its pipeline does not have'],
  ['stays_open_twice', '`crm.check()`', 'a record with two stays in a stage that have not ended'],
  ['rollup_uncounted', '`crm.check()`', 'records of a rollup come to more than numbers hold, and were not compared'],
  ['rollup_unbuilt', '`crm.check()`', 'a rollup that was not built: its questions go to the records'],
  ['rollup_wrong', '`crm.check()`', 'groups of a rollup have other figures than their records'],
  ['search_index_missing', '`crm.check()`', 'search reads every row: the index is not there'],
  ['search_out_of_step', '`crm.check()`', 'the search index and its table tell different things'],
  ['search_ctype', '`crm.check()`', 'the database cannot index Chinese: its character type is C'],
  ['row_changed', '`audit.verify`', 'a sealed row does not say what it said'],
  ['row_missing', '`audit.verify`', 'a sealed row is gone'],
  ['row_added', '`audit.verify`', 'a row says that it is sealed, and no seal covers it'],
  ['erased_without_receipt', '`audit.verify`', 'a row was withdrawn from its seal, and no receipt names it'],
  ['seal_changed', '`audit.verify`', 'a seal does not say what it said'],
  ['seal_missing', '`audit.verify`', 'a seal is gone'],
  ['seal_added', '`audit.verify`', 'a second seal of the same number'],
  ['chain_broken', '`audit.verify`', 'a seal does not follow from the one before'],
  ['digests_changed', '`audit.verify`', 'what a seal covers is not what it covered'],
  ['period_not_over', 'analytics', 'a part of the period has not been yet'],
  ['not_a_cause', 'analytics', 'figures that differ, of which nobody knows why'],
  ['windows_overlap', '`analytics.compare`', 'something counts on both sides'],
  ['ended_only_is_biased', '`analytics.durations`', 'what goes on would make the mean of what has ended longer'],
  ['quotas_not_readable', '`analytics.performance`', 'the actor may read no quotas: none are told'],
  ['idle_cut', '`analytics.adoption`', 'more users have written nothing than are named'],
  [
    'entries_cut',
    '`analytics.commissions`',
    'the ledger has more entries than the page; `next` is the next one, the balances count all',
  ],
  [
    'to_ends_with_its_period',
    '`cohorts`',
    'the window ends in the middle of a period, whose customers are all counted',
  ],
  ['too_many_to_list', '`analytics.dataQuality`', 'more addresses are wrong than a condition takes'],
  ['creator_unknown', '`analytics.completeness`', 'the audit does not say who made them'],
  ['gap', 'reasons of `churnRisk`', 'how many times the usual gap it has been since the last purchase'],
  ['head_changed', '`audit.verify`', 'the seal is not the one that was kept elsewhere: the chain was made anew'],
  [
    'age_beyond_history',
    '`pipelineForecast`',
    'deals older than any that was ever decided: their chance is that of the oldest known',
  ],
  [
    'amount_missing',
    '`closings`, `revenueEstimate`, `pipelineForecast`',
    'deals without an amount, or with one that the actor may not read',
  ],
  ['before_refunds', '`concentration`', 'amounts of lines: what was refunded is not taken off'],
  [
    'as_of_now',
    '`performance`, questions about pipelines',
    'asOf is in the past, and these `fields` are as they are now: nobody remembers what they were',
  ],
  ['beyond_all_dates', '`nextPurchase`', 'the model expects him after the last day that there is'],
  [
    'buying_model',
    '`lifetimeValue`, `nextPurchase`',
    'the model of buying has another `status` than ok: `insufficient` has no forecast, `at-bound` and `no-dropout-detectable` have one',
  ],
  ['cannot_be_added', '`query`', 'distinct counts of several groups cannot be added'],
  [
    'counted_several_times',
    '`winRate`, `revenueEstimate`',
    'deals with several products: they count with each of them',
  ],
  [
    'expected_missing',
    '`pipelineForecast`; left out by `revenueEstimate`',
    'open deals without a day on which they are expected',
  ],
  ['few_gaps', '`nextPurchase`', 'the range is of few gaps between purchases'],
  [
    'from_begins_with_its_period',
    '`cohorts`, `salesForecast`',
    'the window begins in the middle of a period, and was begun with it',
  ],
  ['group_unknown', 'questions about pipelines with `by`', 'records that do not have the field'],
  ['groups_suppressed', '`query`', 'groups of too few records were put together'],
  ['insufficient_history', '`salesForecast`', 'fewer than three periods: no forecast; a status of `season`, too'],
  ['margin_of_one', '`lifetimeValue`', 'no margin was given: the value is revenue'],
  ['mean_of_ended_biased', '`survival`, `stageDurations`', 'a mean of what has ended leaves out what takes longest'],
  ['no_calibration', '`churnRisk`', 'there is no earlier time at which the scores could be tried'],
  [
    'deals_as_they_are_now',
    '`query`, `compare`, `beforeAfter`, `goalProgress`',
    'asOf lies before now, and records with stages are counted as they are now: what was closed then and opened again since is not',
  ],
  [
    'periods_suppressed',
    '`query`',
    'periods of too few records are not told, and others with them, so that no total tells them',
  ],
  ['totals_suppressed', '`query`', 'totals of too few records are not told, nor how many records there were'],
  ['no_churn', '`lifetimeValue`', 'the question said `churn: 0`: the projection has no end'],
  ['no_purchase_expected', '`churnRisk`', 'the chance that he buys nothing in the horizon'],
  ['nothing_decided', '`revenueEstimate`', 'nothing was won or lost yet: there is no rate'],
  ['overdue', '`nextPurchase`', 'the day on which the next purchase was expected is past'],
  ['owner_unknown', 'questions about pipelines with `by`', 'records without an owner whom the actor may see'],
  ['pairs_left_out', '`compareGroups`', 'more groups than are compared in pairs'],
  ['period_not_begun', '`retention`, `churn`', 'a period that begins later'],
  [
    'product_unknown',
    '`matchProducts`, questions about pipelines with `by`',
    'rows, or deals, that name a product which is none',
  ],
  ['refunded_until_today', '`query`', 'what is refunded is that of today, whatever asOf says'],
  [
    'refunds_until_now',
    '`cohorts`, `performance` and others',
    'the actor may not read refunds: those of after asOf are taken off, too',
  ],
  ['region_unknown', 'questions about pipelines with `by`', 'records whose company has no region, or that have none'],
  ['running_period_left_out', '`salesForecast`, `season`', 'the period that goes on says too little'],
  ['series', '`salesForecast`', 'the fit has another `status` than ok: `at-bound`, `not-converged`, `exact`, `short`'],
  ['signal_not_readable', '`churnRisk`', 'the actor may not read what a signal is of'],
  ['signals_are_of_now', '`churnRisk`', 'signals say how it is now, and not at asOf: they were left out'],
  ['signals_not_in_calibration', '`churnRisk`', 'the calibration is of the scores without signals'],
  [
    'spend_depends_on_frequency',
    '`lifetimeValue`',
    'who buys more often spends otherwise: the model takes it to be independent',
  ],
  [
    'spending_model',
    '`lifetimeValue`',
    'the model of spending has another `status` than ok: `insufficient` has no forecast, `at-bound` and `no-mean` have one',
  ],
  ['still_open', '`funnel`', 'records that may go further'],
  ['team_unknown', 'questions about pipelines with `by`', 'records whose owner is in no team, or that have none'],
  ['won_amount_missing', '`pipelineForecast`', 'won deals without an amount'],
  ['tie', '`season`', 'several periods are the highest: the earliest of them is told'],
  [
    'zero_value_days',
    '`purchaseSummary`; left out by `lifetimeValue`',
    'days of purchases worth nothing, which the model of spending leaves out',
  ],
]

/** Why records were left out of a figure: the keys of `meta.excluded`, beside those above. */
export const leftOut: typeof reasons = [
  ['beyond_scale', '`satisfaction`', 'answers that are not on the scale'],
  ['customers_of_other_groups', '`compareGroups`', 'customers of groups that were not asked for'],
  ['customers_without_owner', '`compareGroups` by owner', 'customers none of whose orders of the period has an owner'],
  [
    'customers_without_region',
    '`compareGroups` by region',
    'customers none of whose orders of the period has a region',
  ],
  ['negative', '`durations`, `compare`, `beforeAfter`', 'records that ended before they began'],
  ['no_model', '`churnRisk`', 'customers of whom the model, or the regression, says nothing'],
  ['no_owner', '`concentration` by owner', 'orders without an owner'],
  ['no_product', '`concentration` by product', 'lines without a product'],
  ['no_region', '`concentration` by region', 'orders without a region'],
  ['no_start', '`durations`, `compare`, `beforeAfter`', 'records without the instant at which they would begin'],
  ['no_value', '`query`, `compare`, `beforeAfter`', 'records whose field is empty'],
  ['one_purchase', '`churnRisk`', 'customers who bought on one day alone: there is no gap to judge by'],
  ['other_currency', 'whatever takes `currency`', 'orders in other currencies than the one that was asked for'],
  ['started_later', '`durations`', 'records that begin at asOf or later'],
  ['unanswered', '`satisfaction`', 'records without an answer'],
  ['entered_as_closed', '`cycle`, `survival`', 'records made as won or lost: there is nothing to watch'],
  ['entered_as_lost', '`funnel`', 'records made as lost: they reached no stage'],
  ['expected_later', '`revenueEstimate`', 'open deals that are expected after the period'],
  [
    'negative_duration',
    '`cycle`, `survival`, `stageDurations`',
    'records that ended before they began: a clock went back',
  ],
  ['open', '`winRate` by creation', 'records that are not decided yet'],
  [
    'overdue',
    '`revenueEstimate`',
    'open deals that were expected before the period, or in a period that is over: nothing of them is won in it',
  ],
  ['quotas_without_working_days', '`performance`', 'quotas in whose time nobody works'],
  ['stage_not_reached', '`survival` with `since`', 'records that never entered the stage'],
  ['won_without_amount_in_currency', '`performance`', 'won deals without an amount, or with one in another currency'],
]

/** docs/codes.md, made of the codes. */
export function codesPage(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rowsOf = (codes: Readonly<Record<string, CodeDefinition>>) =>
    Object.entries(codes)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { status, retryable, en, zh, hint }]) => {
        const again = retryable === true ? `${status}, again` : String(status)
        return `| \`${code}\` | ${again} | ${cell(en)}<br>${cell(zh)} | ${cell(hint ?? '')} |`
      })
  const plugins = Object.entries(ofPlugins).flatMap(([name, codes]) =>
    rowsOf(codes).map((told) => `| \`${name}\` ${told}`),
  )
  return `# Codes

Made by \`pnpm codes\`; edit \`packages/core/src/error/codes.ts\` or \`scripts/docs/codes.ts\`, not this page.

## Errors

Compare \`error.code\`, never the message. The status is that of HTTP; «again» means that the same call may succeed later. Names in
braces are in \`error.details\`; \`error.localized('zh-CN')\` gives the Chinese words. Plugins add codes of their own:
those of this repository stand below.

| code | status | words | what to do |
| --- | --- | --- | --- |
${rowsOf(coreCodes).join('\n')}

## Codes of plugins

| plugin | code | status | words | what to do |
| --- | --- | --- | --- | --- |
${plugins.join('\n')}

## Reasons and warnings

Inside of results, spelled in lower case.

| code | where | means |
| --- | --- | --- |
${reasons.map(row).join('\n')}

## Left out

Records that a figure does not count, by the reason: \`meta.excluded\` of analytics.

| code | where | means |
| --- | --- | --- |
${leftOut.map(row).join('\n')}
`
}

const row = ([code, where, meaning]: (typeof reasons)[number]) => `| \`${code}\` | ${where} | ${meaning} |`
