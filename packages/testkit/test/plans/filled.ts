import type { CoreTypes, Crm } from '@guanxi/core'

/** Rows that the database makes: of each column an expression of the row's number `i`. */
type Columns = Readonly<Record<string, string>>

/** Enough rows for a planner to have something to choose, and its statistics. */
export async function filled(crm: Crm<CoreTypes>, name: 'sqlite' | 'postgres'): Promise<void> {
  const hours = (number: string) =>
    name === 'sqlite'
      ? `strftime('%Y-%m-%dT%H:%M:%S.000Z', 1735689600 + (${number}) * 3600, 'unixepoch')`
      : `to_timestamp(1735689600 + (${number}) * 3600)`
  const id = (number: string) => `'r' || (100000 + ${number})`
  const insert = (table: string, count: number, own: Columns): string => {
    const columns: Columns = {
      tenant: "'default'",
      id: id('i'),
      created_at: hours('i'),
      updated_at: hours('i'),
      version: '1',
      extra: "'{}'",
      ...own,
    }
    return `insert into crm_${table} (${Object.keys(columns)
      .map((column) => `"${column}"`)
      .join()}) with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1}) select ${Object.values(columns).join()} from n`
  }
  const [owner_id, contact_id] = [`'u_' || (i % 100)`, id('i * 7919 % 5000')]
  const titled = { title: `'Title ' || i`, title_search: `'title ' || i` }
  const staged = (stage: string, closed_at: string) => ({ stage, stage_since: hours('i'), closed_at })
  const sql = [
    insert('members', 100, {
      user_id: `'u_' || i`,
      name: `'m' || i`,
      name_search: `'m' || i`,
      region: `'r' || (i % 4)`,
    }),
    insert('contacts', 10_000, { name: `'Name ' || (i * 7919)`, name_search: `'name ' || (i * 7919)`, owner_id }),
    insert('contact_tags', 10_000, { contact_id: id('i'), tag: `case when i % 50 = 0 then 'vip' else 'regular' end` }),
    insert('contact_preferences', 500, {
      contact_id: id('i * 10'),
      key: "'letters'",
      value: "'none'",
      current: 'true',
      by: "'u_1'",
    }),
    insert('orders', 20_000, { contact_id, owner_id, placed_at: hours('i'), currency: "'CNY'", total: 'i' }),
    insert('deals', 5000, {
      ...titled,
      contact_id,
      owner_id,
      pipeline: "'deal'",
      ...staged(`case i % 3 when 0 then 'qualified' when 1 then 'proposal' else 'negotiation' end`, 'null'),
      amount: 'i',
      currency: "'CNY'",
    }),
    insert('tasks', 5000, {
      ...titled,
      contact_id,
      owner_id,
      pipeline: "'task'",
      ...staged("'done'", hours('i')),
      priority: "'normal'",
    }),
    insert('leads', 5000, {
      name: `'Lead ' || i`,
      name_search: `'lead ' || i`,
      contact_id,
      owner_id,
      pipeline: "'lead'",
      ...staged("'new'", 'null'),
    }),
    insert('activities', 5000, {
      contact_id,
      owner_id,
      kind: "'call'",
      at: hours('i'),
      subject: `'call'`,
      subject_search: `'call'`,
    }),
  ]
  await crm.asSystem({ reason: 'plans' }).transaction(async (_, native) => {
    const handle = native as { query?: (sql: string) => Promise<unknown>; exec?: (sql: string) => unknown }
    for (const statement of [...sql, 'analyze']) await (handle.query?.(statement) ?? handle.exec?.(statement))
  })
}
