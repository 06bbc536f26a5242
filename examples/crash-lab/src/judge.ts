import { look } from './look.ts'
import type { Said } from './writers.ts'

/** What is true of a database after everything. */
export interface Verdict {
  readonly acknowledged: number
  readonly found: number
  /** Acknowledged, and not there; or there without its effect. */
  readonly lost: number
  /** There more than once, or with its effect more than once. */
  readonly doubled: number
  /** There in part: a deal without its company, stay, audit or facts. */
  readonly half: number
}

const deals = `
  select d.title as title, d.id as id,
    (select count(*) from crm_companies c where c.id = d.company_id) as companies,
    (select count(*) from crm_stage_stays s where s.record_id = d.id) as stays,
    (select count(*) from crm_stage_stays s where s.record_id = d.id and s.left_at is null) as open_stays,
    (select count(*) from crm_audit a where a.record_id = d.id) as audits,
    (select count(*) from crm_outbox o where o.record_id = d.id and o.entity = 'deal') as facts,
    (select count(*) from crm_tasks t where t.deal_id = d.id) as tasks
  from crm_deals d`

/** Asks the database itself what is there, and compares it with what the writers were told. */
export async function judge(database: string, writers: readonly Said[]): Promise<Verdict> {
  const { rows, close } = await look(database)
  const found = await rows(deals)
  await close()
  const byTitle = new Map<string, Readonly<Record<string, unknown>>[]>()
  for (const row of found) byTitle.set(String(row.title), [...(byTitle.get(String(row.title)) ?? []), row])
  const told = writers.flatMap(({ name, acknowledged }) => [...acknowledged].map(([n, id]) => [`${name} ${n}`, id]))
  const missing = told.filter(([title = '', id]) => !byTitle.get(title)?.some((row) => row.id === id))
  const count = (row: Readonly<Record<string, unknown>>, column: string) => Number(row[column])
  return {
    acknowledged: told.length,
    found: found.length,
    lost: missing.length + found.filter((row) => count(row, 'tasks') === 0).length,
    doubled:
      [...byTitle.values()].filter((same) => same.length > 1).length +
      found.filter((row) => count(row, 'tasks') > 1).length,
    half: found.filter(
      (row) =>
        count(row, 'companies') !== 1 ||
        count(row, 'stays') !== 2 ||
        count(row, 'open_stays') !== 1 ||
        count(row, 'audits') !== 2 ||
        count(row, 'facts') !== 2,
    ).length,
  }
}
