import { uuids } from '@guanxi/core'
import { and, desc, eq, getTableColumns, gte, inArray, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { chunksOf, contactColumns, newContact, newContacts } from '../../../src/raw/contact.ts'
import { type Deal, movedDeal, parseMove, stayColumns } from '../../../src/raw/deal.ts'
import { pointColumns } from '../../../src/raw/point.ts'
import { auditColumns, outboxColumns } from '../../../src/raw/record.ts'
import { listed, me } from '../../../src/sample.ts'
import type { OpenSubject } from '../../../src/subject.ts'
import { camel, columnsOf, named } from '../common/columns.ts'
import { openDatabase } from '../common/sqlite.ts'
import { audit, contacts, deals, outbox, points, stays } from './sqlite-tables.ts'

const { tenant: _, nameSearch, phoneSearch, extra, ...contactFields } = getTableColumns(contacts)
const { tenant: __, titleSearch, extra: ___, ...dealFields } = getTableColumns(deals)

/** Drizzle as its docs advise for speed: everything prepared, and synchronous as better-sqlite3 is. */
export const open: OpenSubject = async (file) => {
  const client = openDatabase(file)
  const db = drizzle({ client, casing: 'snake_case' })
  const inserting = (table: SQLiteTable, columns: string) => {
    const names = columnsOf(columns).map(camel)
    const values = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]))
    const row = named<Record<string, unknown>>(columns, camel)
    const statement = db.insert(table).values(values).prepare()
    return (values: Parameters<typeof row>[0]) => statement.run(row(values))
  }
  const insert = {
    contact: inserting(contacts, contactColumns),
    point: inserting(points, pointColumns),
    stay: inserting(stays, stayColumns),
    audit: inserting(audit, auditColumns),
    outbox: inserting(outbox, outboxColumns),
  }
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
    .prepare()
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
    .orderBy(desc(contacts.createdAt), desc(contacts.id))
    .limit(listed.limit)
    .prepare()
  const oneDeal = db
    .select(dealFields)
    .from(deals)
    .where(and(eq(deals.tenant, 'default'), eq(deals.id, one), isNull(deals.deletedAt)))
    .prepare()
  const given = (name: string) => sql`${sql.placeholder(name)}`
  const updateDeal = db
    .update(deals)
    .set({
      updatedAt: given('updatedAt'),
      version: given('version'),
      stage: given('stage'),
      stageSince: given('stageSince'),
    })
    .where(and(eq(deals.tenant, 'default'), eq(deals.id, one), eq(deals.version, sql.placeholder('before'))))
    .prepare()
  const leaveStage = db
    .update(stays)
    .set({ leftAt: given('leftAt'), duration: given('duration') })
    .where(and(eq(stays.tenant, 'default'), eq(stays.entity, 'deal'), eq(stays.recordId, one), isNull(stays.leftAt)))
    .prepare()

  const ids = uuids()
  const newId = () => ids(Date.now())
  const immediate = { behavior: 'immediate' } as const
  return {
    create(input) {
      const made = newContact(input, newId, new Date().toISOString())
      db.transaction(() => {
        insert.contact(made.row)
        for (const point of made.points) insert.point(point)
        insert.audit(made.audit)
        insert.outbox(made.outbox)
      }, immediate)
      return made.contact
    },
    createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        db.transaction(() => {
          for (const row of made.contacts) insert.contact(row)
          for (const row of made.points) insert.point(row)
          for (const row of made.audit) insert.audit(row)
          for (const row of made.outbox) insert.outbox(row)
        }, immediate)
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    get(id) {
      const found = oneContact.get({ id })
      if (found === undefined) throw new Error('no such contact')
      return Object.assign(found, { custom: {} })
    },
    list: (after) => page.all({ ...after }).map((row) => Object.assign(row, { custom: JSON.parse(row.extra ?? '{}') })),
    move(id, raw) {
      const to = parseMove({ to: raw })
      return db.transaction(() => {
        const found = oneDeal.get({ id })
        const made = movedDeal(found && (Object.assign(found, { custom: {} }) as Deal), to, newId, Date.now())
        const { updatedAt, version, stage, stageSince } = made.deal
        const { changes } = updateDeal.run({ id, updatedAt, version, stage, stageSince, before: version - 1 })
        if (changes !== 1) throw new Error('somebody else was faster')
        leaveStage.run({ id, leftAt: updatedAt, duration: made.left[1] })
        insert.stay(made.stay)
        insert.audit(made.audit)
        insert.outbox(made.outbox)
        return made.deal
      }, immediate)
    },
    close: () => client.close(),
  }
}
