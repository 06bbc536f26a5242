/**
 * What an error code means: its HTTP-like status, whether the same call may succeed later, and its words.
 *
 * @example
 * const unpaid: CodeDefinition = { status: 409, en: '{price} is due.', zh: '应付 {price}。' } // braces name details
 */
export interface CodeDefinition {
  readonly status: number
  /** The same call may succeed if it is made again. */
  readonly retryable?: boolean
  /** English text; `{name}` is replaced by `details.name`. Never a hidden value, an SQL text or a table name. */
  readonly en: string
  readonly zh: string
  /** What to do about it, where the throw says nothing better. */
  readonly hint?: string
  /** The same in Chinese. */
  readonly hintZh?: string
}

/**
 * Every code that the core can throw, with its HTTP status, its words in English and Chinese, and often a hint. Plugins add theirs
 * with `definePlugin({ errors })`.
 *
 * @example
 * console.log(coreCodes.VERSION_CONFLICT.status) // 409
 */
export const coreCodes = named({
  INVALID: {
    status: 400,
    en: 'Invalid input at {path}: {problem}.',
    zh: '{path} 的输入无效：{problem}。',
    hint: 'Correct the value at the path.',
  },
  UNKNOWN_KEY: { status: 400, en: 'Unknown key {path}.', zh: '未知的键 {path}。', hint: 'Remove the key.' },
  IDENTITY_REQUIRED: {
    status: 400,
    en: 'A {entity} needs at least one of {fields}.',
    zh: '{entity} 至少需要 {fields} 之一。',
  },
  QUERY_TOO_COMPLEX: {
    status: 400,
    en: 'The query is too complex: {problem}.',
    zh: '查询过于复杂：{problem}。',
    hint: 'Ask for less at once.',
  },
  CURSOR_INVALID: {
    status: 400,
    en: 'This cursor does not belong to this query.',
    zh: '游标与此查询不符。',
    hint: 'Use the `next` of a page of this very query.',
  },
  MIXED_CURRENCY: {
    status: 400,
    en: 'Amounts in different currencies cannot be added: {currencies}.',
    zh: '不同币种的金额不能相加：{currencies}。',
  },
  RATE_MISSING: {
    status: 409,
    en: 'Some {amount} have no value in the report currency.',
    zh: '部分 {amount} 没有报告币种的金额。',
    hint: 'Add the exchange rates and call reconvert, or leave those records out: { reportCurrency: { ne: null } }.',
  },
  REFUND_EXCEEDS_ORDER: {
    status: 409,
    en: 'The refunds of an order would be more than its total.',
    zh: '订单的退款总额将超过订单金额。',
    hint: 'Give back less, or correct the total of the order.',
  },
  NUMBER_OUT_OF_RANGE: {
    status: 400,
    en: 'The number at {path} cannot be kept exactly.',
    zh: '{path} 的数值无法精确表示。',
    hint: 'Numbers are exact up to 2^53 - 1.',
  },
  FORBIDDEN: {
    status: 403,
    en: 'You may not do this: {permission}.',
    zh: '没有权限：{permission}。',
    hint: 'None of the roles of the actor grants it.',
  },
  ACTOR_REQUIRED: { status: 401, en: 'An actor is required.', zh: '缺少操作者。' },
  TENANT_REQUIRED: { status: 400, en: 'A tenant is required.', zh: '缺少租户。' },
  ROLE_UNKNOWN: { status: 400, en: 'Unknown role {role}.', zh: '未知的角色 {role}。' },
  ROLE_INVALID: {
    status: 500,
    en: 'Role {role} is not sound: {problem}.',
    zh: '角色 {role} 定义有误：{problem}。',
    hint: 'Mend the definition of the role.',
  },
  NOT_FOUND: {
    status: 404,
    en: 'No such {entity}.',
    zh: '找不到该 {entity}。',
    hint: 'It does not exist, is in the bin, or the actor may not see it.',
  },
  REFERENCE_NOT_FOUND: {
    status: 400,
    en: '{path} names a {entity} that does not exist.',
    zh: '{path} 引用的 {entity} 不存在。',
    hint: 'Give the id of a record that exists.',
  },
  DUPLICATE: {
    status: 409,
    en: 'Another {entity} has the same {fields}.',
    zh: '已有相同 {fields} 的 {entity}。',
    hint: 'Update the other record, or give another value.',
  },
  VERSION_CONFLICT: {
    status: 409,
    en: 'The {entity} has changed: expected version {expected}, found {actual}.',
    zh: '{entity} 已被修改：期望版本 {expected}，实际版本 {actual}。',
    hint: 'Read the record again and repeat the change.',
  },
  CONFLICT: {
    status: 409,
    retryable: true,
    en: 'A concurrent change got in the way.',
    zh: '与并发修改冲突。',
    hint: 'Run the transaction again.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 409,
    en: 'This idempotency key was used with other parameters.',
    zh: '该幂等键已用于不同的参数。',
    hint: 'Use a new key for new parameters.',
  },
  TRANSITION_NOT_ALLOWED: {
    status: 409,
    en: 'Stage {to} cannot be reached from {from}. Allowed: {allowed}.',
    zh: '不能从阶段 {from} 进入 {to}。允许：{allowed}。',
  },
  STAGE_UNKNOWN: {
    status: 400,
    en: 'Pipeline {pipeline} has no stage {stage}.',
    zh: '管道 {pipeline} 没有阶段 {stage}。',
  },
  GUARD_REFUSED: {
    status: 409,
    en: 'Guard {guard} refuses stage {to}.',
    zh: '守卫 {guard} 拒绝进入阶段 {to}。',
    hint: 'The record does not satisfy the guard of this stage.',
  },
  CAP_REACHED: {
    status: 409,
    en: '{user} may own {most} open records of {entity}, and no more.',
    zh: '{user} 最多可拥有 {most} 条未结束的 {entity}。',
    hint: 'Close some, give some away, or raise the cap.',
  },
  ALREADY_CLAIMED: {
    status: 409,
    en: 'This {entity} has an owner already.',
    zh: '该 {entity} 已有负责人。',
    hint: 'Somebody was faster. Claim another one, or ask a manager.',
  },
  VIEW_BROKEN: {
    status: 409,
    en: 'The view {view} no longer fits: {problem}.',
    zh: '视图 {view} 已不适用：{problem}。',
    hint: 'Update the view, or bring back what it names.',
  },
  PIPELINE_INVALID: {
    status: 500,
    en: 'Pipeline {pipeline} is not sound: {problem}.',
    zh: '管道 {pipeline} 定义有误：{problem}。',
    hint: 'Mend the definition of the pipeline.',
  },
  HOOK_FAILED: {
    status: 500,
    en: 'Hook {hook} of plugin {plugin} failed.',
    zh: '插件 {plugin} 的钩子 {hook} 失败。',
    hint: 'See the cause; throw a CrmError to veto.',
  },
  HANDLER_FAILED: {
    status: 500,
    en: 'Operation {operation} failed.',
    zh: '操作 {operation} 失败。',
    hint: 'See the cause.',
  },
  LOOP_CUT: {
    status: 500,
    en: 'Hooks and handlers call each other without end: {operation} was cut.',
    zh: '钩子与处理程序无限相互调用，已中断 {operation}。',
    hint: 'Let the hook look at what changed, and stop.',
  },
  STALE_LEASE: {
    status: 409,
    en: 'The job {job} is no longer this worker’s: it was taken for gone.',
    zh: '任务 {job} 已不属于当前工作进程：它被视为已失联。',
    hint: 'Nothing of it was written. Work that takes long calls `extend` meanwhile.',
  },
  PLUGIN_CONFLICT: {
    status: 500,
    en: '{what} is defined by both {owner} and {other}.',
    zh: '{what} 同时由 {owner} 和 {other} 定义。',
  },
  PLUGIN_INVALID: {
    status: 500,
    en: 'Plugin {plugin} is not sound: {problem}.',
    zh: '插件 {plugin} 定义有误：{problem}。',
  },
  PIPELINE_NOT_EDITABLE: {
    status: 409,
    en: 'Pipeline {pipeline} is not open to changes at run time.',
    zh: '管道 {pipeline} 不允许在运行时修改。',
    hint: 'Define it with editable: true.',
  },
  MAPPING_REQUIRED: {
    status: 409,
    en: 'Records are in stages that would go: {stages}.',
    zh: '仍有记录处于将被移除的阶段：{stages}。',
    hint: 'Say where they go: mapping: { stage: another }.',
  },
  FIELD_IN_USE: {
    status: 409,
    en: '{count} records have values of {field} that would not fit.',
    zh: '{count} 条记录的 {field} 值将不再适用。',
    hint: 'Change those values first, or remove the field with purge: true.',
  },
  GRANT_EXCEEDED: {
    status: 403,
    en: 'Nobody grants more than he has: {grant}.',
    zh: '不能授予超出自身权限的权限：{grant}。',
    hint: 'Ask somebody who has this right.',
  },
  PLUGIN_IN_USE: {
    status: 409,
    en: 'Plugin {plugin} cannot be uninstalled: {problem}.',
    zh: '插件 {plugin} 无法卸载：{problem}。',
  },
  SCHEMA_INVALID: {
    status: 500,
    en: 'The schema is not sound: {problem}.',
    zh: '模式定义有误：{problem}。',
    hint: 'Mend the definition of the entity or field.',
  },
  OPERATION_UNKNOWN: {
    status: 404,
    en: 'There is no operation {operation}.',
    zh: '没有操作 {operation}。',
    hint: 'crm.describe() lists the operations.',
  },
  CALENDAR_CLOSED: {
    status: 409,
    en: 'The calendar has no business hours within ten years of {at}.',
    zh: '在 {at} 前后十年内，日历没有营业时间。',
    hint: 'Give it hours, or take back the holidays that close it.',
  },
  CLOSED: { status: 503, en: 'This crm is closed.', zh: '该 crm 已关闭。', hint: 'Make a new instance.' },
  TRANSACTION_CLOSED: {
    status: 409,
    en: 'This transaction has ended.',
    zh: '事务已结束。',
    hint: 'Make the call inside the callback, and await it.',
  },
  TRANSACTION_REQUIRED: {
    status: 409,
    en: 'No transaction is open on the given handle.',
    zh: '所给句柄上没有打开的事务。',
    hint: 'Run BEGIN on the handle first.',
  },
  TRANSACTION_MISUSE: {
    status: 409,
    en: 'The outer handle was used inside a transaction.',
    zh: '在事务内使用了外部句柄。',
    hint: 'Use the façade that the transaction hands you.',
  },
  OUTCOME_UNKNOWN: {
    status: 503,
    retryable: true,
    en: 'The connection was lost while committing; the outcome is unknown.',
    zh: '提交时连接中断，结果未知。',
    hint: 'Call again with the same idempotency key.',
  },
  ABORTED: {
    status: 499,
    en: 'The call was aborted.',
    zh: '调用已取消。',
    hint: 'The signal of the call was aborted.',
  },
  TIMEOUT: {
    status: 504,
    retryable: true,
    en: '{job} did not answer within {seconds} seconds.',
    zh: '{job} 在 {seconds} 秒内没有响应。',
    hint: 'Work that takes longer says so now and then: call extend() in a courier.',
  },
  MIGRATION_REQUIRED: {
    status: 503,
    en: 'The database misses migrations: {missing}.',
    zh: '数据库缺少迁移：{missing}。',
  },
  MIGRATION_MISSING: {
    status: 500,
    en: 'No migration makes what the entities need: {tables}.',
    zh: '缺少实体所需的迁移：{tables}。',
    hint: 'Freeze the `draft` of `crm.migrate({ dryRun: true })` in a migration.',
  },
  MIGRATION_CHANGED: {
    status: 500,
    en: 'Migration {migration} was changed after it ran.',
    zh: '迁移 {migration} 在执行后被修改。',
  },
  SCHEMA_TOO_NEW: {
    status: 503,
    en: 'The database is newer than this code: {unknown}.',
    zh: '数据库比当前代码新：{unknown}。',
  },
  STORAGE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    en: 'The database cannot be reached.',
    zh: '无法连接数据库。',
    hint: 'Check the path or address, and that the database is up.',
  },
  STORAGE_BUSY: {
    status: 503,
    retryable: true,
    en: 'The database is busy.',
    zh: '数据库繁忙。',
    hint: 'Try again; keep transactions short.',
  },
  STORAGE_FULL: {
    status: 507,
    en: 'The database has no space left.',
    zh: '数据库空间不足。',
    hint: 'Make room on the disk.',
  },
  STORAGE_READ_ONLY: {
    status: 503,
    en: 'The database is read-only.',
    zh: '数据库只读。',
    hint: 'Make the database writable.',
  },
  STORAGE_NOT_A_DATABASE: {
    status: 500,
    en: 'The file is not a usable database.',
    zh: '该文件不是可用的数据库。',
    hint: 'Check the path: the file holds something else.',
  },
  STORAGE_CAPABILITY_MISSING: {
    status: 501,
    en: 'The storage cannot do this: {capability}.',
    zh: '存储不支持：{capability}。',
    hint: 'Choose a storage that can.',
  },
  STORAGE_FAILED: {
    status: 500,
    en: 'The database refused a statement.',
    zh: '数据库拒绝了语句。',
    hint: 'See the cause.',
  },
})

/**
 * A code of the core.
 *
 * @example
 * const retried: readonly CoreCode[] = ['CONFLICT', 'STORAGE_BUSY']
 */
export type CoreCode = keyof typeof coreCodes

function named<C extends string>(codes: Readonly<Record<C, CodeDefinition>>): Readonly<Record<C, CodeDefinition>> {
  return Object.freeze(codes)
}
