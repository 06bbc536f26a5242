/** The statements on the tables of pg-boss. `$1` is always the queue. */
export function statementsOf(schema: string) {
  const jobs = `${schema}.job`
  const instant = (of: string) => `to_char(${of} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const fence = (of = 'j') => `(${of}.data->>'fence')::bigint`
  const id = (of: string) => `((${of}.data->'job'->>'id') collate "C")`
  const place = (of: string) => `((${of}.data->'job'->>'place')::bigint), ${id(of)}`
  const row = `j.data, ${instant('j.start_after')} as "dueAt", j.retry_count + 1 as attempt`
  const ready = `j.state < 'active' and not j.blocked`
  /** Nobody is before it in its lane. */
  const heads = `(j.singleton_key is null or not exists (
    select from ${jobs} p where p.name = $1 and p.singleton_key = j.singleton_key and p.state < 'completed'
      and (${place('p')}) < (${place('j')})))`
  /** What is still whose lease this is: its id in $2, its fence in $3. */
  const held = `j.name = $1 and j.id = $2 and j.state = 'active' and ${fence()} = $3`
  const counted = (statement: string) => `with hit as (${statement} returning 1) select count(*)::int as count from hit`
  /** What changes whenever something is heard of a lease. */
  const stamp = `concat_ws('/', j.id, j.data->>'fence', ${instant('j.heartbeat_on')})`
  /** Whoever else takes it first, or is heard of, changes the stamp: those in $2 are as they were seen. */
  const abandoned = `j.name = $1 and j.state = 'active' and ${stamp} = any($2)`
  const name = (prefix: string, table: string) => `${prefix}${table.slice(0, 50)}`
  return {
    found: `select table_name as table, exists (select from pg_indexes
      where schemaname = '${schema}' and tablename = table_name and indexname = 'guanxi_due_' || left(table_name, 50)) as indexed
      from ${schema}.queue where name = $1`,
    /** The lanes in their order, and what waits in its own. */
    indexes: (table: string) => [
      `create index if not exists ${name('guanxi_', table)} on ${schema}.${table} (singleton_key, ${place(table)}) where singleton_key is not null`,
      `create index if not exists ${name('guanxi_due_', table)} on ${schema}.${table} (priority desc, start_after, ${id(table)}) where state < 'active' and not blocked`,
    ],
    taken: `select j.id, ${stamp} as stamp, ${instant('j.heartbeat_on')} as heard from ${jobs} j
      where j.name = $1 and j.state = 'active' and j.group_id = any($2) order by j.heartbeat_on limit 1000`,
    /** Those that were tried as often as they may be are dead letters, at $3 and for $4. */
    bury: `with lost as (select j.id from ${jobs} j where ${abandoned}
        and j.retry_count + 1 >= (j.data->'job'->>'attempts')::bigint for update of j skip locked)
      update ${jobs} j set state = 'failed', completed_on = $3, output = $4::jsonb from lost where j.name = $1 and j.id = lost.id`,
    claim: `with left_behind as (
        select j.id from ${jobs} j where ${abandoned} and ${heads} limit $5 for update of j skip locked
      ), due as (
        select j.id from ${jobs} j where j.name = $1 and j.group_id = any($3) and ${ready} and j.start_after <= $4 and ${heads}
        order by j.priority desc, j.start_after, ${id('j')} limit $5 for update of j skip locked
      ), picked as (select id from left_behind union all select id from due limit $5)
      update ${jobs} j set state = 'active', heartbeat_on = $4,
        retry_count = case when j.started_on is null then 0 else j.retry_count + 1 end, started_on = $4,
        data = jsonb_set(j.data, '{fence}', to_jsonb(pg_current_xact_id()::text::bigint))
      from picked where j.name = $1 and j.id = picked.id returning ${row}, j.priority`,
    /** The statement that says it is still his is the one that locks it. */
    hold: counted(`update ${jobs} j set heartbeat_on = $4 where ${held}`),
    done: `delete from ${jobs} j where j.name = $1 and j.id = $2 and ${fence()} = $3`,
    again: `update ${jobs} j set state = 'retry', start_after = $4, output = $5::jsonb where ${held}`,
    dies: `update ${jobs} j set state = 'failed', completed_on = $4, output = $5::jsonb where ${held}`,
    release: `update ${jobs} j set state = (case when retry_count = 0 then 'created' else 'retry' end)::${schema}.job_state,
      started_on = case when retry_count = 0 then null else started_on end, retry_count = greatest(retry_count - 1, 0) where ${held}`,
    cancel: counted(`delete from ${jobs} j where j.name = $1 and j.id = any($2) and j.state < 'completed'`),
    remove: counted(`delete from ${jobs} j where j.name = $1 and j.id = any($2)`),
    due: `select ${instant('min(j.start_after)')} as "dueAt" from ${jobs} j
      where j.name = $1 and j.group_id = any($2) and ${ready} and ${heads}`,
    dead: `select ${row}, ${instant('j.completed_on')} as at, j.completed_on::text as key, j.output as error from ${jobs} j
      where j.name = $1 and j.group_tier = $2 and j.state = 'failed'
        and ($4::timestamptz is null or (j.completed_on, ${id('j')}) < ($4::timestamptz, $5))
      order by j.completed_on desc, ${id('j')} desc limit $3`,
    revive: counted(`update ${jobs} j set state = 'created', retry_count = 0, started_on = null, completed_on = null,
      output = null, start_after = $4 where j.name = $1 and j.group_tier = $2 and j.id = any($3) and j.state = 'failed'`),
    discard: counted(
      `delete from ${jobs} j where j.name = $1 and j.group_tier = $2 and j.id = any($3) and j.state = 'failed'`,
    ),
    calls: `select j.id, j.data->'job' as job from ${jobs} j
      where j.name = $1 and j.group_tier = $2 and j.data->'job'->>'kind' = 'call' and j.id > $3 order by j.id limit 1000`,
  } as const
}
