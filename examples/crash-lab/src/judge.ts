import { existsSync, readFileSync } from 'node:fs'
import { look } from './look.ts'
import type { Said } from './writers.ts'

/** What is true of a database after everything. */
export interface Verdict {
  readonly acknowledged: number
  readonly found: number
  /** What the outside was told, and how much of it again. */
  readonly told: number
  readonly again: number
  /** Acknowledged, and not there; or there without its effect, or untold to the outside. */
  readonly lost: number
  /** There more than once, or with its effect more than once, or told to the outside in two ways. */
  readonly doubled: number
  /** There in part: a deal without its company, stay, audit or facts. */
  readonly half: number
  /** What is there, or was told, of work that was taken back. */
  readonly ghosts: number
}

// With the tenant, by which every index begins.
const deals = `
  select d.title as title, d.id as id,
    (select count(*) from crm_companies c where c.tenant = d.tenant and c.id = d.company_id) as companies,
    (select count(*) from crm_stage_stays s where s.tenant = d.tenant and s.entity = 'deal' and s.record_id = d.id) as stays,
    (select count(*) from crm_stage_stays s where s.tenant = d.tenant and s.entity = 'deal' and s.record_id = d.id and s.left_at is null) as open_stays,
    (select count(*) from crm_audit a where a.tenant = d.tenant and a.entity = 'deal' and a.record_id = d.id) as audits,
    (select count(*) from crm_outbox o where o.tenant = d.tenant and o.entity = 'deal' and o.record_id = d.id) as facts,
    (select count(*) from crm_tasks t where t.tenant = d.tenant and t.deal_id = d.id) as tasks
  from crm_deals d`

const noDeal = (of: string, id: string) =>
  `not exists (select 1 from crm_deals d where d.tenant = ${of}.tenant and d.id = ${of}.${id})`
const ghosts = `
  select
    (select count(*) from crm_companies where name like '%taken back') +
    (select count(*) from crm_deals where title like '%taken back') +
    (select count(*) from crm_tasks t where ${noDeal('t', 'deal_id')}) +
    (select count(*) from crm_outbox o where o.entity = 'deal' and ${noDeal('o', 'record_id')}) +
    (select count(*) from crm_audit a where a.entity = 'deal' and ${noDeal('a', 'record_id')}) as n`

/** Asks the database itself what is there, and compares it with what the writers were told. */
export async function judge(database: string, outside: string, writers: readonly Said[]): Promise<Verdict> {
  const { rows, close } = await look(database)
  const found = await rows(deals)
  const [seen] = await rows(ghosts)
  await close()
  const lines = existsSync(outside) ? readFileSync(outside, 'utf8').trimEnd().split('\n') : []
  const heard = new Map<string, string[]>()
  for (const line of new Set(lines)) {
    const { recordId } = JSON.parse(line) as { recordId: string }
    heard.set(recordId, [...(heard.get(recordId) ?? []), line])
  }
  const ids = new Set(found.map(({ id }) => id))
  const byTitle = new Map<string, Readonly<Record<string, unknown>>[]>()
  for (const row of found) byTitle.set(String(row.title), [...(byTitle.get(String(row.title)) ?? []), row])
  const told = writers.flatMap(({ name, acknowledged }) => [...acknowledged].map(([n, id]) => [`${name} ${n}`, id]))
  const missing = told.filter(([title = '', id]) => !byTitle.get(title)?.some((row) => row.id === id))
  const count = (row: Readonly<Record<string, unknown>>, column: string) => Number(row[column])
  return {
    acknowledged: told.length,
    found: found.length,
    told: lines.length,
    again: lines.length - new Set(lines).size,
    lost: missing.length + found.filter((row) => count(row, 'tasks') === 0 || !heard.has(String(row.id))).length,
    doubled:
      [...byTitle.values()].filter((same) => same.length > 1).length +
      found.filter((row) => count(row, 'tasks') > 1).length +
      [...heard.values()].filter((ways) => ways.length > 1).length,
    half: found.filter(
      (row) =>
        count(row, 'companies') !== 1 ||
        count(row, 'stays') !== 2 ||
        count(row, 'open_stays') !== 1 ||
        count(row, 'audits') !== 2 ||
        count(row, 'facts') !== 2,
    ).length,
    ghosts: Number(seen?.n) + [...heard.keys()].filter((id) => !ids.has(id)).length,
  }
}
