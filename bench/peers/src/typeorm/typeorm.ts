import { uuids } from '@guanxi/core'
import { DataSource, type DataSourceOptions, type EntityManager, type EntitySchema, IsNull } from 'typeorm'
import { chunksOf, contactColumns, newContact, newContacts } from '../../../src/raw/contact.ts'
import { movedDeal, parseMove, stayColumns } from '../../../src/raw/deal.ts'
import { pointColumns } from '../../../src/raw/point.ts'
import { auditColumns, outboxColumns } from '../../../src/raw/record.ts'
import { listed, me } from '../../../src/sample.ts'
import type { Subject } from '../../../src/subject.ts'
import { camel, named, parsed, type Row } from '../common/columns.ts'
import { contactFields, dealFields, dealOf } from '../common/fields.ts'
import type { entitiesOf } from './entities.ts'

const rows = {
  contact: named<Row>(contactColumns, camel),
  point: named<Row>(pointColumns, camel),
  stay: named<Row>(stayColumns, camel),
  audit: named<Row>(auditColumns, camel),
  outbox: named<Row>(outboxColumns, camel),
}
const selected = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, true] as const))
const [contactSelect, dealSelect] = [selected(contactFields), selected(dealFields)]

/** TypeORM by its faster form: `insert`, which looks for nothing before it writes, and reads nothing back. */
export async function typeorm(options: DataSourceOptions, entities: ReturnType<typeof entitiesOf>): Promise<Subject> {
  const { contacts, points, deals, stays, audit, outbox } = entities
  const source = await new DataSource({ ...options, entities: Object.values(entities) }).initialize()
  const insert = (tx: EntityManager, entity: EntitySchema<Row>, values: Row | Row[]) =>
    tx.createQueryBuilder().insert().into(entity).values(values).updateEntity(false).execute()
  const ids = uuids()
  const newId = () => ids(Date.now())
  return {
    async create(input) {
      const made = newContact(input, newId, new Date().toISOString())
      await source.transaction(async (tx) => {
        await insert(tx, contacts, rows.contact(made.row))
        await insert(tx, points, made.points.map(rows.point))
        await insert(tx, audit, rows.audit(made.audit))
        await insert(tx, outbox, rows.outbox(made.outbox))
      })
      return made.contact
    },
    async createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        await source.transaction(async (tx) => {
          await insert(tx, contacts, made.contacts.map(rows.contact))
          await insert(tx, points, made.points.map(rows.point))
          await insert(tx, audit, made.audit.map(rows.audit))
          await insert(tx, outbox, made.outbox.map(rows.outbox))
        })
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    async get(id) {
      const found = await source.manager.findOneOrFail(contacts, {
        select: contactSelect,
        where: { tenant: 'default', id, deletedAt: IsNull(), ownerId: me.user },
      })
      return Object.assign(found, { custom: {} })
    },
    async list({ createdAt, id }) {
      const found = await source.manager
        .createQueryBuilder(contacts, 'c')
        .select([...contactFields, 'extra'].map((field) => `c.${field}`))
        .where('c.tenant = :tenant and c.ownerId in (:...owners) and c.createdAt >= :since', {
          tenant: 'default',
          owners: listed.owners,
          since: listed.since,
        })
        .andWhere('c.deletedAt is null and c.region = :region', { region: listed.region })
        .andWhere('(c.createdAt, c.id) < (:createdAt, :id)', { createdAt, id })
        .orderBy('c.createdAt', 'DESC', options.type === 'postgres' ? 'NULLS LAST' : undefined)
        .addOrderBy('c.id', 'DESC')
        .limit(listed.limit)
        .getMany()
      return found.map((row) => Object.assign(row, { custom: parsed(row.extra) }))
    },
    move(id, raw) {
      const to = parseMove({ to: raw })
      return source.transaction(async (tx) => {
        const found = await tx.findOne(deals, {
          select: dealSelect,
          where: { tenant: 'default', id, deletedAt: IsNull() },
          ...(options.type === 'postgres' ? { lock: { mode: 'pessimistic_write' } } : {}),
        })
        const made = movedDeal(dealOf(found), to, newId, Date.now())
        const { updatedAt, version, stage, stageSince } = made.deal
        const before = { tenant: 'default', id, version: version - 1 }
        const { affected } = await tx.update(deals, before, { updatedAt, version, stage, stageSince })
        if (affected !== 1) throw new Error('somebody else was faster')
        const open = { tenant: 'default', entity: 'deal', recordId: id, leftAt: IsNull() }
        await tx.update(stays, open, { leftAt: updatedAt, duration: Number(made.left[1]) })
        await insert(tx, stays, rows.stay(made.stay))
        await insert(tx, audit, rows.audit(made.audit))
        await insert(tx, outbox, rows.outbox(made.outbox))
        return made.deal
      })
    },
    close: () => source.destroy(),
  }
}
