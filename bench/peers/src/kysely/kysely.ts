import { uuids } from '@guanxi/core'
import { type Dialect, Kysely, type Transaction } from 'kysely'
import { chunksOf, contactColumns, newContact, newContacts } from '../../../src/raw/contact.ts'
import { movedDeal, parseMove, stayColumns } from '../../../src/raw/deal.ts'
import { pointColumns } from '../../../src/raw/point.ts'
import { auditColumns, outboxColumns } from '../../../src/raw/record.ts'
import { listed, me } from '../../../src/sample.ts'
import type { Subject } from '../../../src/subject.ts'
import { named, parsed, type Row } from '../common/columns.ts'
import type { Tables } from './tables.ts'

const rows = {
  contact: named<Row>(contactColumns),
  point: named<Row>(pointColumns),
  stay: named<Row>(stayColumns),
  audit: named<Row>(auditColumns),
  outbox: named<Row>(outboxColumns),
}
const contactFields = [
  'id',
  'created_at as createdAt',
  'updated_at as updatedAt',
  'version',
  'deleted_at as deletedAt',
  'name',
  'external_id as externalId',
  'company_id as companyId',
  'owner_id as ownerId',
  'title',
  'phone',
  'email',
  'birthday',
  'address',
  'city',
  'region',
  'country',
  'lifecycle',
] as const
const dealFields = [
  'id',
  'created_at as createdAt',
  'updated_at as updatedAt',
  'version',
  'deleted_at as deletedAt',
  'pipeline',
  'stage',
  'stage_since as stageSince',
  'closed_at as closedAt',
  'title',
  'external_id as externalId',
  'company_id as companyId',
  'contact_id as contactId',
  'owner_id as ownerId',
  'amount',
  'currency',
  'report_amount as reportAmount',
  'report_currency as reportCurrency',
  'report_rate as reportRate',
  'report_rate_at as reportRateAt',
  'expected_at as expectedAt',
  'lost_reason as lostReason',
  'closed_by as closedBy',
] as const

/** Kysely as its docs have it: the stock dialects, a query built for each call, `transaction().execute`. */
export function kysely(dialect: Dialect, storage: 'sqlite' | 'postgres'): Subject {
  const db = new Kysely<Tables>({ dialect })
  const ids = uuids()
  const newId = () => ids(Date.now())
  const dealOf = async (tx: Transaction<Tables>, id: string) => {
    const query = tx
      .selectFrom('crm_deals')
      .select(dealFields)
      .where('tenant', '=', 'default')
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
    const found = await (storage === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
    return found && Object.assign(found, { custom: {} })
  }
  return {
    async create(input) {
      const made = newContact(input, newId, new Date().toISOString())
      await db.transaction().execute(async (tx) => {
        await tx.insertInto('crm_contacts').values(rows.contact(made.row)).execute()
        await tx.insertInto('crm_contact_points').values(made.points.map(rows.point)).execute()
        await tx.insertInto('crm_audit').values(rows.audit(made.audit)).execute()
        await tx.insertInto('crm_outbox').values(rows.outbox(made.outbox)).execute()
      })
      return made.contact
    },
    async createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        await db.transaction().execute(async (tx) => {
          await tx.insertInto('crm_contacts').values(made.contacts.map(rows.contact)).execute()
          await tx.insertInto('crm_contact_points').values(made.points.map(rows.point)).execute()
          await tx.insertInto('crm_audit').values(made.audit.map(rows.audit)).execute()
          await tx.insertInto('crm_outbox').values(made.outbox.map(rows.outbox)).execute()
        })
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    async get(id) {
      const found = await db
        .selectFrom('crm_contacts')
        .select(contactFields)
        .where('tenant', '=', 'default')
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .where('owner_id', '=', me.user)
        .executeTakeFirstOrThrow()
      return Object.assign(found, { custom: {} })
    },
    async list({ createdAt, id }) {
      const found = await db
        .selectFrom('crm_contacts')
        .select([...contactFields, 'extra'])
        .where('tenant', '=', 'default')
        .where('owner_id', 'in', listed.owners)
        .where('created_at', '>=', listed.since)
        .where('deleted_at', 'is', null)
        .where('region', '=', listed.region)
        .where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(createdAt, id)))
        .orderBy('created_at', (by) => (storage === 'postgres' ? by.desc().nullsLast() : by.desc()))
        .orderBy('id', 'desc')
        .limit(listed.limit)
        .execute()
      return found.map((row) => Object.assign(row, { custom: parsed(row.extra) }))
    },
    move(id, raw) {
      const to = parseMove({ to: raw })
      return db.transaction().execute(async (tx) => {
        const made = movedDeal(await dealOf(tx, id), to, newId, Date.now())
        const { updatedAt, version, stage, stageSince } = made.deal
        const { numUpdatedRows } = await tx
          .updateTable('crm_deals')
          .set({ updated_at: updatedAt, version, stage, stage_since: stageSince })
          .where('tenant', '=', 'default')
          .where('id', '=', id)
          .where('version', '=', version - 1)
          .executeTakeFirst()
        if (numUpdatedRows !== 1n) throw new Error('somebody else was faster')
        await tx
          .updateTable('crm_stage_stays')
          .set({ left_at: made.left[0] ?? null, duration: made.left[1] ?? null })
          .where('tenant', '=', 'default')
          .where('entity', '=', 'deal')
          .where('record_id', '=', id)
          .where('left_at', 'is', null)
          .execute()
        await tx.insertInto('crm_stage_stays').values(rows.stay(made.stay)).execute()
        await tx.insertInto('crm_audit').values(rows.audit(made.audit)).execute()
        await tx.insertInto('crm_outbox').values(rows.outbox(made.outbox)).execute()
        return made.deal
      })
    },
    close: () => db.destroy(),
  }
}
