import { uuids } from '@guanxi/core'
import { formatInstant } from '@guanxi/core/storage'
import pg from 'pg'
import { listed, me } from '../sample.ts'
import type { Subject } from '../subject.ts'
import { chunksOf, contactColumns, newContact, newContacts } from './contact.ts'
import { type Deal, movedDeal, parseMove, stayColumns } from './deal.ts'
import { pointColumns } from './point.ts'
import { auditColumns, outboxColumns } from './record.ts'
import { byColumn, unnested } from './unnest.ts'

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.INT8]: Number,
  [pg.types.builtins.TIMESTAMPTZ]: (text) => formatInstant(Date.parse(text)),
}
const asIs = (text: string) => text
const types = { getTypeParser: (type: number) => parsers[type] ?? asIs }

const insertInto = (name: string, table: string, columns: string) => {
  let n = 0
  return { name, text: `insert into ${table} (${columns}) values (${columns.replaceAll(/"?\w+"?/g, () => `$${++n}`)})` }
}
const many = {
  contacts: unnested('contacts', 'crm_contacts', contactColumns),
  points: unnested('points', 'crm_contact_points', pointColumns),
  audit: unnested('audit rows', 'crm_audit', auditColumns),
  outbox: unnested('outbox rows', 'crm_outbox', outboxColumns),
}
const contact = insertInto('contact', 'crm_contacts', contactColumns)
const point = insertInto('point', 'crm_contact_points', pointColumns)
const audit = insertInto('audit', 'crm_audit', auditColumns)
const outbox = insertInto('outbox', 'crm_outbox', outboxColumns)
const stay = insertInto('stay', 'crm_stage_stays', stayColumns)
const contactFields = `id, created_at as "createdAt", updated_at as "updatedAt", version, deleted_at as "deletedAt", name,
  external_id as "externalId", company_id as "companyId", owner_id as "ownerId", title, phone, email, birthday, address,
  city, region, country, lifecycle`
const oneContact = {
  name: 'one contact',
  text: `select ${contactFields} from crm_contacts where tenant = $1 and id = $2 and deleted_at is null and owner_id = $3`,
}
const page = {
  name: 'page',
  text: `select ${contactFields}, extra from crm_contacts where tenant = $1 and owner_id = any ($2) and created_at >= $3
      and deleted_at is null and region = $4 and (created_at, id) < ($5, $6)
    order by created_at desc nulls last, id desc limit ${listed.limit}`,
}
const oneDeal = {
  name: 'one deal',
  text: `select id, created_at as "createdAt", updated_at as "updatedAt", version, deleted_at as "deletedAt", pipeline,
      stage, stage_since as "stageSince", closed_at as "closedAt", title, external_id as "externalId",
      company_id as "companyId", contact_id as "contactId", owner_id as "ownerId", amount, currency,
      report_amount as "reportAmount", report_currency as "reportCurrency", report_rate as "reportRate",
      report_rate_at as "reportRateAt", expected_at as "expectedAt", lost_reason as "lostReason", closed_by as "closedBy"
    from crm_deals where tenant = $1 and id = $2 and deleted_at is null for update`,
}
const updateDeal = {
  name: 'update deal',
  text: `update crm_deals set updated_at = $1, version = $2, stage = $3, stage_since = $4
    where tenant = $5 and id = $6 and version = $7`,
}
const leaveStage = {
  name: 'leave stage',
  text: `update crm_stage_stays set left_at = $1, duration = $2
    where tenant = $3 and entity = $4 and record_id = $5 and left_at is null`,
}
const begin = { text: 'begin' }
const commit = { text: 'commit' }

/** What one would write by hand with pg: named statements, all of a transaction sent together where nothing is read. */
export async function open(url: string): Promise<Subject> {
  const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig)
  await client.connect()
  await client.query("set timezone = 'UTC'")
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection

  type Sent = readonly [statement: { readonly text: string; readonly name?: string }, values?: readonly unknown[]]
  const send = async (...statements: readonly Sent[]): Promise<readonly pg.QueryResult[]> => {
    stream.cork()
    const sent = statements.map(([statement, values]) =>
      values === undefined ? client.query(statement) : client.query({ ...statement, values: [...values], types }),
    )
    stream.uncork()
    return Promise.all(sent)
  }

  const ids = uuids()
  const newId = () => ids(Date.now())
  return {
    async create(input) {
      const made = newContact(input, newId, new Date().toISOString())
      const points = made.points.map((one) => [point, one] as const)
      await send([begin], [contact, made.row], ...points, [audit, made.audit], [outbox, made.outbox], [commit])
      return made.contact
    },
    async createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        await send(
          [begin],
          [many.contacts, byColumn(made.contacts)],
          [many.points, byColumn(made.points)],
          [many.audit, byColumn(made.audit)],
          [many.outbox, byColumn(made.outbox)],
          [commit],
        )
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    async get(id) {
      const [found] = await send([oneContact, ['default', id, me.user]])
      if (found?.rowCount !== 1) throw new Error('no such contact')
      return Object.assign(found.rows[0], { custom: {} })
    },
    async list({ createdAt, id }) {
      const { owners, since, region } = listed
      const [found] = await send([page, ['default', owners, since, region, createdAt, id]])
      return found?.rows.map((row) => Object.assign(row, { custom: JSON.parse(row.extra) }))
    },
    async move(id, raw) {
      const to = parseMove({ to: raw })
      const [, found] = await send([begin], [oneDeal, ['default', id]])
      const before: Deal | undefined = found?.rows[0] && Object.assign(found.rows[0], { custom: {} })
      const made = movedDeal(before, to, newId, Date.now())
      await send(
        [updateDeal, made.update],
        [leaveStage, made.left],
        [stay, made.stay],
        [audit, made.audit],
        [outbox, made.outbox],
        [commit],
      )
      return made.deal
    },
    close: () => client.end(),
  }
}
