import { uuids } from '@guanxi/core'
import { and, desc, eq, getTableColumns, gte, inArray, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { chunksOf, contactColumns, newContact, newContacts } from '../../../src/raw/contact.ts'
import { type Deal, movedDeal, parseMove, stayColumns } from '../../../src/raw/deal.ts'
import { pointColumns } from '../../../src/raw/point.ts'
import { auditColumns, outboxColumns } from '../../../src/raw/record.ts'
import { listed, me } from '../../../src/sample.ts'
import type { OpenSubject } from '../../../src/subject.ts'
import { camel, named } from '../common/columns.ts'
import { openPool } from '../common/postgres.ts'
import { audit, contacts, deals, outbox, points, stays } from './postgres-tables.ts'

const { tenant: _, nameSearch, phoneSearch, extra, ...contactFields } = getTableColumns(contacts)
const { tenant: __, titleSearch, extra: ___, ...dealFields } = getTableColumns(deals)
const rows = {
  contact: named<typeof contacts.$inferInsert>(contactColumns, camel),
  point: named<typeof points.$inferInsert>(pointColumns, camel),
  stay: named<typeof stays.$inferInsert>(stayColumns, camel),
  audit: named<typeof audit.$inferInsert>(auditColumns, camel),
  outbox: named<typeof outbox.$inferInsert>(outboxColumns, camel),
}

/** Drizzle on a pool: what reads alone is prepared by name; a transaction has a client of its own, so its statements cannot be. */
export const open: OpenSubject = async (url) => {
  const client = openPool(url)
  const db = drizzle({ client, casing: 'snake_case' })
  const one = sql.placeholder('id')
  const oneContact = db
    .select(contactFields)
    .from(contacts)
    .where(
      and(
        eq(contacts.tenant, 'default'),
        eq(contacts.id, one),
        isNull(contacts.deletedAt),
        eq(contacts.ownerId, me.user),
      ),
    )
    .prepare('one_contact')
  const page = db
    .select({ ...contactFields, extra })
    .from(contacts)
    .where(
      and(
        eq(contacts.tenant, 'default'),
        inArray(contacts.ownerId, [...listed.owners]),
        gte(contacts.createdAt, listed.since),
        isNull(contacts.deletedAt),
        eq(contacts.region, listed.region),
        sql`(${contacts.createdAt}, ${contacts.id}) < (${sql.placeholder('createdAt')}, ${one})`,
      ),
    )
    .orderBy(sql`${contacts.createdAt} desc nulls last`, desc(contacts.id))
    .limit(listed.limit)
    .prepare('page')

  const ids = uuids()
  const newId = () => ids(Date.now())
  return {
    async create(input) {
      const made = newContact(input, newId, new Date().toISOString())
      await db.transaction(async (tx) => {
        await tx.insert(contacts).values(rows.contact(made.row))
        await tx.insert(points).values(made.points.map(rows.point))
        await tx.insert(audit).values(rows.audit(made.audit))
        await tx.insert(outbox).values(rows.outbox(made.outbox))
      })
      return made.contact
    },
    async createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        await db.transaction(async (tx) => {
          await tx.insert(contacts).values(made.contacts.map(rows.contact))
          await tx.insert(points).values(made.points.map(rows.point))
          await tx.insert(audit).values(made.audit.map(rows.audit))
          await tx.insert(outbox).values(made.outbox.map(rows.outbox))
        })
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    async get(id) {
      const [found] = await oneContact.execute({ id })
      if (found === undefined) throw new Error('no such contact')
      return Object.assign(found, { custom: {} })
    },
    async list(after) {
      const found = await page.execute({ ...after })
      return found.map(({ extra, ...row }) => Object.assign(row, { custom: extra }))
    },
    move(id, raw) {
      const to = parseMove({ to: raw })
      return db.transaction(async (tx) => {
        const [found] = await tx
          .select(dealFields)
          .from(deals)
          .where(and(eq(deals.tenant, 'default'), eq(deals.id, id), isNull(deals.deletedAt)))
          .for('update')
        const made = movedDeal(found && (Object.assign(found, { custom: {} }) as Deal), to, newId, Date.now())
        const { updatedAt, version, stage, stageSince } = made.deal
        const { rowCount } = await tx
          .update(deals)
          .set({ updatedAt, version, stage, stageSince })
          .where(and(eq(deals.tenant, 'default'), eq(deals.id, id), eq(deals.version, version - 1)))
        if (rowCount !== 1) throw new Error('somebody else was faster')
        await tx
          .update(stays)
          .set({ leftAt: updatedAt, duration: Number(made.left[1]) })
          .where(
            and(eq(stays.tenant, 'default'), eq(stays.entity, 'deal'), eq(stays.recordId, id), isNull(stays.leftAt)),
          )
        await tx.insert(stays).values(rows.stay(made.stay))
        await tx.insert(audit).values(rows.audit(made.audit))
        await tx.insert(outbox).values(rows.outbox(made.outbox))
        return made.deal
      })
    },
    close: () => client.end(),
  }
}
