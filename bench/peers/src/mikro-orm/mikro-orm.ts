import { uuids } from '@guanxi/core'
import { type EntityManager as Core, type EntitySchema, LockMode } from '@mikro-orm/core'
import type { AbstractSqlDriver, SqlEntityManager } from '@mikro-orm/sqlite'
import { chunksOf, contactColumns, newContact, newContacts } from '../../../src/raw/contact.ts'
import { movedDeal, parseMove, stayColumns } from '../../../src/raw/deal.ts'
import { pointColumns } from '../../../src/raw/point.ts'
import { auditColumns, outboxColumns, type Parameters } from '../../../src/raw/record.ts'
import { listed, me } from '../../../src/sample.ts'
import type { Subject } from '../../../src/subject.ts'
import { camel, named, parsed, type Row } from '../common/columns.ts'
import { contactFields, dealOf } from '../common/fields.ts'
import type { entitiesOf } from './entities.ts'

const rows = {
  contact: named<Row>(contactColumns, camel),
  point: pointOf(),
  stay: named<Row>(stayColumns, camel),
  audit: named<Row>(auditColumns, camel),
  outbox: named<Row>(outboxColumns, camel),
}

type EntityManager = SqlEntityManager<AbstractSqlDriver>

/** A flag: 1 would be taken for a number, which Postgres refuses. */
function pointOf(): (values: Parameters) => Row {
  const point = named<Row>(pointColumns, camel)
  return (values) => Object.assign(point(values), { primary: true })
}

/** What the drivers' own classes have in common. */
interface Orm {
  readonly em: { fork(): EntityManager }
  close(): Promise<void>
}

/**
 * MikroORM as its docs advise for speed: a fork for each operation, native inserts and updates past the unit of work, reads past
 * the identity map.
 */
export function mikroOrm(orm: Orm, entities: ReturnType<typeof entitiesOf>, storage: 'sqlite' | 'postgres'): Subject {
  const { contacts, points, deals, stays, audit, outbox } = entities
  const inTransaction = async <T>(run: (em: EntityManager) => Promise<T>): Promise<T> => {
    const em = orm.em.fork()
    await em.begin()
    try {
      const result = await run(em)
      await em.commit()
      return result
    } catch (error) {
      await em.rollback()
      throw error
    }
  }
  const insert = (em: Core, entity: EntitySchema<Row>, row: Row) => em.insert(entity, row)
  const insertMany = (em: Core, entity: EntitySchema<Row>, many: Row[]) => em.insertMany(entity, many)
  const ids = uuids()
  const newId = () => ids(Date.now())
  return {
    async create(input) {
      const made = newContact(input, newId, new Date().toISOString())
      await inTransaction(async (em) => {
        await insert(em, contacts, rows.contact(made.row))
        await insertMany(em, points, made.points.map(rows.point))
        await insert(em, audit, rows.audit(made.audit))
        await insert(em, outbox, rows.outbox(made.outbox))
      })
      return made.contact
    },
    async createMany(inputs) {
      const all: string[] = []
      for (const chunk of chunksOf(inputs)) {
        const made = newContacts(chunk, newId, new Date().toISOString())
        await inTransaction(async (em) => {
          await insertMany(em, contacts, made.contacts.map(rows.contact))
          await insertMany(em, points, made.points.map(rows.point))
          await insertMany(em, audit, made.audit.map(rows.audit))
          await insertMany(em, outbox, made.outbox.map(rows.outbox))
        })
        all.push(...made.ids)
      }
      return { count: all.length, ids: all }
    },
    async get(id) {
      const where = { tenant: 'default', id, deletedAt: null, ownerId: me.user }
      const found = await orm.em.fork().findOneOrFail(contacts, where, { disableIdentityMap: true })
      return Object.assign(found, { custom: {} })
    },
    async list({ createdAt, id }) {
      // `findByCursor` and `$or` would read every row before the page: the comparison of rows is only had by the builder.
      const found = await orm.em
        .fork()
        .createQueryBuilder(contacts, 'c')
        .select([...contactFields, 'extra'])
        .where({
          tenant: 'default',
          ownerId: { $in: [...listed.owners] },
          createdAt: { $gte: listed.since },
          deletedAt: null,
          region: listed.region,
        })
        .andWhere('(c.created_at, c.id) < (?, ?)', [createdAt, id])
        .orderBy({ createdAt: storage === 'postgres' ? 'desc nulls last' : 'desc', id: 'desc' })
        .limit(listed.limit)
        .execute<Row[]>('all')
      return found.map((row) => Object.assign(row, { custom: parsed(row.extra) }))
    },
    move(id, raw) {
      const to = parseMove({ to: raw })
      return inTransaction(async (em) => {
        const where = { tenant: 'default', id, deletedAt: null }
        const lock = storage === 'postgres' ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {}
        const found = await em.findOne(deals, where, { disableIdentityMap: true, ...lock })
        const made = movedDeal(dealOf(found), to, newId, Date.now())
        const { updatedAt, version, stage, stageSince } = made.deal
        const before = { tenant: 'default', id, version: version - 1 }
        const affected = await em.nativeUpdate(deals, before, { updatedAt, version, stage, stageSince })
        if (affected !== 1) throw new Error('somebody else was faster')
        const open = { tenant: 'default', entity: 'deal', recordId: id, leftAt: null }
        await em.nativeUpdate(stays, open, { leftAt: updatedAt, duration: Number(made.left[1]) })
        await insert(em, stays, rows.stay(made.stay))
        await insert(em, audit, rows.audit(made.audit))
        await insert(em, outbox, rows.outbox(made.outbox))
        return made.deal
      })
    },
    close: () => orm.close(),
  }
}
