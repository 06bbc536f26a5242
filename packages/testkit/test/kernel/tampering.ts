import type { Random } from '@guanxi/testkit'
import type { Database } from 'better-sqlite3'
import type pg from 'pg'

/** Runs SQL past the engine, in the transaction behind a native handle; answers the rows. */
export async function rawSql(native: unknown, sql: string): Promise<readonly Record<string, unknown>[]> {
  const handle = native as Database | pg.Client
  if (!('prepare' in handle)) return (await handle.query(sql)).rows ?? []
  const statement = handle.prepare<[], Record<string, unknown>>(sql)
  if (statement.reader) return statement.all()
  statement.run()
  return []
}

/** Another value for each column of the audit: text that is JSON where the column is. */
const auditValues: Readonly<Record<string, string>> = {
  id: `'forged'`,
  tenant: `'other'`,
  at: `'2020-01-01T00:00:00.000Z'`,
  actor: `'u_innocent'`,
  reason: `'because'`,
  operation: `'deals.forge'`,
  entity: `'deal'`,
  record_id: `'r_other'`,
  version: '99',
  action: `'forge'`,
  changes: `'{"name":["a","b"]}'`,
  cause: `'f_other'`,
  seal: '2',
}

const sealValues: Readonly<Record<string, string>> = {
  id: `'forged'`,
  tenant: `'other'`,
  number: '7',
  at: `'2020-01-01T00:00:00.000Z'`,
  count: '5',
  rows: `'00'`,
  previous: `'00'`,
  digest: `'00'`,
}

const digestValues: Readonly<Record<string, string>> = {
  id: `'forged'`,
  tenant: `'other'`,
  row: `'forged'`,
  seal: '9',
  salt: `'00'`,
  digest: `'00'`,
  receipt: `'forged'`,
}

/** What is there to be tampered with. */
export interface Sealed {
  /** Ids of rows under the first seal. */
  readonly audits: readonly string[]
  readonly digests: readonly string[]
  readonly seals: readonly string[]
}

/** One tampering, as the statements that do it. */
export function tampering(random: Random, { audits, digests, seals }: Sealed): readonly string[] {
  const [one, two] = [random.pick(audits), random.pick(audits)]
  const digest = random.pick(digests)
  const [seal] = seals
  const change = (table: string, values: Readonly<Record<string, string>>, id: string | undefined) => {
    const column = random.pick(Object.keys(values))
    return [`update ${table} set "${column}" = ${values[column]} where id = '${id}'`]
  }
  const kinds: readonly (() => readonly string[])[] = [
    () => change('crm_audit', auditValues, one),
    () => change('crm_audit', auditValues, one),
    () => change('crm_audit_seals', sealValues, seal),
    () => change('crm_audit_digests', digestValues, digest),
    () => [`delete from crm_audit where id = '${one}'`],
    () => [`update crm_audit set seal = null where id = '${one}'`],
    () => [`delete from crm_audit_digests where id = '${digest}'`],
    () => [`delete from crm_audit_seals where id = '${random.pick(seals)}'`],
    () => [copied('crm_audit', one, auditColumns)],
    () => [copied('crm_audit_digests', digest, Object.keys(digestValues))],
    () => [copied('crm_audit_seals', seal ?? '', Object.keys(sealValues))],
    // The row, and what covers it.
    () => [`delete from crm_audit where id = '${one}'`, `delete from crm_audit_digests where "row" = '${one}'`],
    () => swapped(one, one === two ? String(audits.find((id) => id !== one)) : two),
  ]
  return random.pick(kinds)()
}

const auditColumns = Object.keys(auditValues)

const copied = (table: string, id: string, columns: readonly string[]): string => {
  const own = columns.filter((name) => name !== 'id').map((name) => `"${name}"`)
  return `insert into ${table} (id, ${own}) select 'copied', ${own} from ${table} where id = '${id}'`
}

/** Each row then says what the other said. */
const swapped = (one: string, two: string): readonly string[] => [
  `update crm_audit set id = 'between' where id = '${one}'`,
  `update crm_audit set id = '${one}' where id = '${two}'`,
  `update crm_audit set id = '${two}' where id = 'between'`,
]
