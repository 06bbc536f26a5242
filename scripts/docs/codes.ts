import { coreCodes } from '@guanxi/core'

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
  ['head_changed', '`audit.verify`', 'the seal is not the one that was kept elsewhere: the chain was made anew'],
]

/** docs/codes.md, made of the codes. */
export function codesPage(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const codes = Object.entries(coreCodes).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const rows = codes.map(([code, { status, retryable, en, zh, hint }]) => {
    const again = retryable === true ? `${status}, again` : String(status)
    return `| \`${code}\` | ${again} | ${cell(en)}<br>${cell(zh)} | ${cell(hint ?? '')} |`
  })
  return `# Codes

Made by \`pnpm codes\`; edit \`packages/core/src/error/codes.ts\` or \`scripts/docs/codes.ts\`, not this page.

## Errors

Compare \`error.code\`, never the message. The status is that of HTTP; «again» means that the same call may succeed later. Names in
braces are in \`error.details\`; \`error.localized('zh-CN')\` gives the Chinese words. Plugins add codes of their own.

| code | status | words | what to do |
| --- | --- | --- | --- |
${rows.join('\n')}

## Reasons and warnings

Inside of results, spelled in lower case.

| code | where | means |
| --- | --- | --- |
${reasons.map(([code, where, meaning]) => `| \`${code}\` | ${where} | ${meaning} |`).join('\n')}
`
}
