import { uuids } from '@guanxi/core'
import Database from 'better-sqlite3'
import { listed, me } from '../sample.ts'
import type { Subject } from '../subject.ts'
import { chunksOf, contactColumns, newContact, newContacts } from './contact.ts'
import { type Deal, movedDeal, parseMove, stayColumns } from './deal.ts'
import { insertMany } from './many.ts'
import { pointColumns } from './point.ts'
import { auditColumns, outboxColumns } from './record.ts'

/** What one would write by hand with better-sqlite3: prepared statements, one transaction. */
export async function open(file: string): Promise<Subject> {
  const database = new Database(file)
  database.pragma('journal_mode = wal')
  database.pragma('wal_autocheckpoint = 10000')
  database.pragma('synchronous = normal')

  const insertInto = (table: string, columns: string) =>
    database.prepare(`insert into ${table} (${columns}) values (${columns.replaceAll(/"?\w+"?/g, '?')})`)
  const begin = database.prepare('begin immediate')
  const commit = database.prepare('commit')
  const rollback = database.prepare('rollback')
  const contact = insertInto('crm_contacts', contactColumns)
  const points = insertInto('crm_contact_points', pointColumns)
  const audit = insertInto('crm_audit', auditColumns)
  const outbox = insertInto('crm_outbox', outboxColumns)
  const stay = insertInto('crm_stage_stays', stayColumns)
  const many = {
    contacts: insertMany(database, 'crm_contacts', contactColumns),
    points: insertMany(database, 'crm_contact_points', pointColumns),
    audit: insertMany(database, 'crm_audit', auditColumns),
    outbox: insertMany(database, 'crm_outbox', outboxColumns),
  }
  const contactFields = `id, created_at as createdAt, updated_at as updatedAt, version, deleted_at as deletedAt, name,
    external_id as externalId, company_id as companyId, owner_id as ownerId, title, phone, email, birthday, address,
    city, region, country, lifecycle`
  const oneContact = database.prepare<unknown[], object>(
    `select ${contactFields} from crm_contacts where tenant = ? and id = ? and deleted_at is null and owner_id = ?`,
  )
  // A parameter behind a plus: SQLite would prepare the statement anew for each bare one.
  const page = database.prepare<unknown[], { extra: string }>(
    `select ${contactFields}, extra from crm_contacts
    where tenant = +? and owner_id in (${listed.owners.map(() => '+?').join()}) and created_at >= +? and deleted_at is null
      and region = +? and (created_at, id) < (+?, +?) order by created_at desc, id desc limit ${listed.limit}`,
  )
  const oneDeal = database.prepare<unknown[], Deal>(
    `select id, created_at as createdAt, updated_at as updatedAt, version, deleted_at as deletedAt, pipeline, stage,
      stage_since as stageSince, closed_at as closedAt, title, external_id as externalId, company_id as companyId,
      contact_id as contactId, owner_id as ownerId, amount, currency, report_amount as reportAmount,
      report_currency as reportCurrency, report_rate as reportRate, report_rate_at as reportRateAt,
      expected_at as expectedAt, lost_reason as lostReason, closed_by as closedBy
    from crm_deals where tenant = ? and id = ? and deleted_at is null`,
  )
  const updateDeal = database.prepare(
    'update crm_deals set updated_at = ?, version = ?, stage = ?, stage_since = ? where tenant = ? and id = ? and version = ?',
  )
  const leaveStage = database.prepare(
    'update crm_stage_stays set left_at = ?, duration = ? where tenant = ? and entity = ? and record_id = ? and left_at is null',
  )

  const ids = uuids()
  const newId = () => ids(Date.now())
  const inTransaction = <T>(run: () => T): T => {
    begin.run()
    try {
      const result = run()
      commit.run()
      return result
    } catch (error) {
      rollback.run()
      throw error
    }
  }
  return {
    create(input) {
      const made = newContact(input, newId, new Date().toISOString())
      inTransaction(() => {
        contact.run(made.row)
        for (const point of made.points) points.run(point)
        audit.run(made.audit)
        outbox.run(made.outbox)
      })
      return made.contact
    },
    createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        inTransaction(() => {
          many.contacts(made.contacts)
          many.points(made.points)
          many.audit(made.audit)
          many.outbox(made.outbox)
        })
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    get(id) {
      const found = oneContact.get('default', id, me.user)
      if (found === undefined) throw new Error('no such contact')
      return Object.assign(found, { custom: {} })
    },
    list({ createdAt, id }) {
      const { owners, since, region } = listed
      const rows = page.all('default', ...owners, since, region, createdAt, id)
      return rows.map((row) => Object.assign(row, { custom: JSON.parse(row.extra) }))
    },
    move(id, raw) {
      const to = parseMove({ to: raw })
      return inTransaction(() => {
        const found = oneDeal.get('default', id)
        const made = movedDeal(found && Object.assign(found, { custom: {} }), to, newId, Date.now())
        if (updateDeal.run(made.update).changes !== 1) throw new Error('somebody else was faster')
        leaveStage.run(made.left)
        stay.run(made.stay)
        audit.run(made.audit)
        outbox.run(made.outbox)
        return made.deal
      })
    },
    close: () => database.close(),
  }
}
