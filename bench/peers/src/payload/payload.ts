import { type BasePayload, buildConfig, type Config, getPayload } from 'payload'
import { newContact } from '../../../src/raw/contact.ts'
import { type Deal, movedDeal, parseMove, stayColumns } from '../../../src/raw/deal.ts'
import { auditColumns, outboxColumns, type Parameters } from '../../../src/raw/record.ts'
import { listed, me } from '../../../src/sample.ts'
import type { Given, Subject } from '../../../src/subject.ts'
import { camel, named, type Row } from '../common/columns.ts'
import { collections } from './collections.ts'
import { type FillList, filled } from './fill.ts'
import { Local } from './local.ts'

/** Payload gives ids itself, and has no tenants. */
const without = (columns: string) => {
  const row = named<Row>(columns, camel)
  return (values: Parameters): Row => {
    const { id: _, tenant: __, ...rest } = row(values)
    return rest
  }
}
const rows = { stay: without(stayColumns), audit: without(auditColumns), event: without(outboxColumns) }

/** Payload by its local API: no permission is asked, everything of an operation in one transaction. */
export async function payload(db: Config['db'], given: Given, fillList: FillList): Promise<Subject> {
  const config = buildConfig({
    secret: 'benchmark',
    db,
    collections,
    telemetry: false,
    typescript: { autoGenerate: false },
    logger: { options: { level: 'error' } },
  })
  const started: BasePayload = await getPayload({ config })
  const local = new Local(started)
  const own = await filled(local, given, fillList)
  // The database numbers what is made.
  const newId = () => ''

  const create = async (input: unknown, operation: string, req: object): Promise<unknown> => {
    const made = newContact(input, newId, new Date().toISOString(), operation)
    const { id: _, createdAt: __, updatedAt: ___, version: ____, deletedAt: _____, custom, ...fields } = made.contact
    const contact = await local.create('contacts', { ...fields, points: made.points }, req)
    const recordId = String(contact.id)
    await local.create('audits', { ...rows.audit(made.audit), recordId }, req)
    await local.create('events', { ...rows.event(made.outbox), recordId }, req)
    return contact
  }
  return {
    given: own,
    create: (input) => local.inTransaction((req) => create(input, 'contacts.create', req)),
    createMany: (inputs) =>
      local.inTransaction(async (req) => {
        for (const input of inputs) await create(input, 'contacts.createMany', req)
      }),
    async get(id) {
      const [found] = await local.find('contacts', { id: { equals: Number(id) }, ownerId: { equals: me.user } }, 1)
      if (found === undefined) throw new Error('no such contact')
      return found
    },
    list: ({ createdAt }) =>
      local.find(
        'contacts',
        {
          ownerId: { in: [...listed.owners] },
          // It compares no rows: a page goes on after an instant.
          createdAt: { greater_than_equal: listed.since, less_than: createdAt },
          region: { equals: listed.region },
        },
        listed.limit,
        '-createdAt',
      ),
    move(id, raw) {
      const to = parseMove({ to: raw })
      return local.inTransaction(async (req) => {
        const [found] = await local.find('deals', { id: { equals: Number(id) } }, 1, undefined, req)
        const made = movedDeal(found && dealOf(found), to, newId, Date.now())
        const { version, stage, stageSince } = made.deal
        const before = { id: { equals: Number(id) }, version: { equals: version - 1 } }
        const changed = await local.update('deals', before, { version, stage, stageSince }, req)
        if (changed !== 1) throw new Error('somebody else was faster')
        const open = { recordId: { equals: id }, leftAt: { exists: false } }
        await local.update('stays', open, { leftAt: stageSince, duration: Number(made.left[1]) }, req)
        await local.create('stays', rows.stay(made.stay), req)
        await local.create('audits', rows.audit(made.audit), req)
        await local.create('events', rows.event(made.outbox), req)
        return made.deal
      })
    },
    verify: () => local.verify(),
    close: () => started.destroy(),
  }
}

/** A document as a move looks at it; what is missing is null. */
function dealOf(found: Readonly<Record<string, unknown>>): Deal {
  return { closedAt: null, amount: null, ...found, id: String(found.id) } as Deal
}
