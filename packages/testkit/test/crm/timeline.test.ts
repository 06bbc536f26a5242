import {
  type CreateOf,
  createCrm,
  defineEntity,
  definePlugin,
  type EntityOf,
  field,
  type InverseOf,
  type Migration,
  type PluginTypes,
  type RowOf,
  type StorageAdapter,
  type System,
} from '@guanxi/core'
import type { SelectQuery } from '@guanxi/core/storage'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const mailing = defineEntity({
  name: 'mailing',
  plural: 'mailings',
  fields: {
    companyId: field.ref('company').optional(),
    billedId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    ownerId: field.string().optional().plain(),
    event: field.enum(['sent', 'opened']),
    sentAt: field.datetime().optional(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'mailings' },
    billed: { to: 'company', via: 'billedId', inverse: 'billedMailings' },
    contact: { to: 'contact', via: 'contactId', inverse: 'mailings' },
  },
  timeline: { at: 'sentAt', of: ['company', 'billed', 'contact'], kind: 'event' },
})
interface Mailing extends System, RowOf<typeof mailing.fields> {}
interface MailingCreate extends CreateOf<typeof mailing.fields> {}
interface MailingTypes extends PluginTypes {
  entities: { mailing: EntityOf<typeof mailing, Mailing, MailingCreate> } & InverseOf<typeof mailing>
  operations: {}
  events: {}
}
const made = (migrations: readonly Migration[]) =>
  definePlugin<MailingTypes>({ id: 'mailings', version: '1', entities: [mailing], migrations })
const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [made([])] }).migrate({ dryRun: true })
const mailings = made([{ id: '0001_start', steps: draft }])

/** What autovacuum does in time: Postgres plans by it. */
async function analyze(storage: StorageAdapter): Promise<void> {
  const transaction = await storage.begin()
  await (transaction.native as { query(sql: string): Promise<unknown> }).query('analyze')
  await transaction.commit()
}

const admin = { user: 'u_adm', roles: ['admin'] }
const day = (time: string) => `2026-03-16T${time}:00.000Z`

onBoth((open, name) => {
  test('A3: calls, mails and meetings on one timeline, newest first, page after page', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'Acme' })
    const log = async (kind: 'call' | 'email' | 'meeting', time: string) =>
      (await me.activities.log({ kind, companyId: id, at: day(time) })).activity.id
    const call = await log('call', '09:00')
    await log('email', '10:00')
    await log('meeting', '11:00')
    const first = await me.companies.timeline(id, { limit: 2 })
    expect(first.items.map(({ entity, at, record }) => [entity, at, 'kind' in record && record.kind])).toEqual([
      ['activity', day('11:00'), 'meeting'],
      ['activity', day('10:00'), 'email'],
    ])
    expect(first.next).toEqual(expect.any(String))
    const second = await me.companies.timeline(id, { limit: 2, after: first.next })
    expect(second.items.map((item) => item.id)).toEqual([call])
    expect(second.next).toBeNull()
  })

  test('A3: equal instants order by id, the later first, over all entities; pages lose and repeat nothing', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'Acme' })
    const at = day('09:00')
    const expected: string[] = []
    for (let i = 0; i < 4; i++) {
      expected.unshift((await me.activities.create({ kind: 'note', companyId: id, at })).id)
      expected.unshift((await me.orders.create({ companyId: id, placedAt: at, currency: 'CNY' })).id)
    }
    expect((await me.companies.timeline(id)).items.map((item) => item.id)).toEqual(expected)
    for (const limit of [1, 2, 3, 5, 8]) {
      const found: string[] = []
      let after: string | null = null
      do {
        const page: { items: readonly { id: string }[]; next: string | null } = await me.companies.timeline(id, {
          limit,
          after,
        })
        found.push(...page.items.map((item) => item.id))
        after = page.next
      } while (after !== null)
      expect(found).toEqual(expected)
    }
  })

  test('A3: what comes between two pages neither doubles nor hides others', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'Acme' })
    const log = async (time: string) => (await me.activities.create({ kind: 'call', companyId: id, at: day(time) })).id
    const [old, middle, young] = [await log('08:00'), await log('10:00'), await log('12:00')]
    const first = await me.companies.timeline(id, { limit: 2 })
    expect(first.items.map((item) => item.id)).toEqual([young, middle])
    await log('13:00')
    const late = await log('09:00')
    const second = await me.companies.timeline(id, { limit: 2, after: first.next })
    expect(second.items.map((item) => item.id)).toEqual([late, old])
    expect(second.next).toBeNull()
  })

  test('F5: all departments on one customer: sales and a plugin’s events, with a filter by type', async () => {
    const { crm, clock } = await testCrm({ storage: await open(), plugins: [mailings] })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'Acme' })
    const deal = await me.deals.create({ companyId: id, title: 'Renewal' })
    await clock.advance('PT1H')
    const order = await me.orders.create({ companyId: id, placedAt: day('02:30'), currency: 'CNY' })
    const call = await me.activities.create({ kind: 'call', companyId: id, at: day('03:00') })
    const task = await me.tasks.create({ companyId: id, title: 'Send samples' })
    // It leads to the company twice, and appears once; one without an instant does not appear at all.
    const sent = await me.mailings.create({ companyId: id, billedId: id, event: 'sent', sentAt: day('04:00') })
    const opened = await me.mailings.create({ companyId: id, event: 'opened', sentAt: day('05:00') })
    await me.mailings.create({ companyId: id, event: 'sent' })
    const names = async (query: Parameters<typeof me.companies.timeline>[1]) =>
      (await me.companies.timeline(id, query)).items.map((item) => `${item.entity} ${item.id}`)
    const all = [
      `mailing ${opened.id}`,
      `mailing ${sent.id}`,
      `activity ${call.id}`,
      `order ${order.id}`,
      `deal ${deal.id}`,
    ]
    // An open task has not happened yet.
    expect(await names({})).toEqual(all)
    await me.tasks.complete(task.id, {})
    expect(await names({})).toEqual([...all.slice(0, 4), `task ${task.id}`, ...all.slice(4)])
    expect(await names({ entities: ['mailing'] })).toEqual(all.slice(0, 2))
    expect(await names({ entities: ['order', 'deal'] })).toEqual(all.slice(3))
    expect(await names({ entities: [] })).toEqual([])
    expect(await names({ kinds: ['call', 'sent'] })).toEqual([all[1], all[2]])
    expect(await names({ kinds: ['opened'], entities: ['activity'] })).toEqual([])
    expect(await names({ from: day('02:30'), to: day('04:00') })).toEqual([all[2], all[3]])
    expect(await names({ from: '2026-03-16T12:00:00+08:00' })).toEqual(all.slice(0, 2))
    await me.mailings.delete(opened.id)
    expect((await names({}))[0]).toBe(all[1])
    const [newest] = (await me.companies.timeline(id, { entities: ['mailing'] })).items
    const event: 'sent' | 'opened' | undefined = newest?.record.event
    expect(event).toBe('sent')
  })

  test('a contact’s calls are on his company’s timeline, a deal’s on its own and its customer’s', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const company = await me.companies.create({ name: 'Acme' })
    const contact = await me.contacts.create({ name: '王芳', companyId: company.id })
    const deal = await me.deals.create({ title: 'x', companyId: company.id, contactId: contact.id })
    const call = await me.activities.create({ kind: 'call', contactId: contact.id, at: day('09:00') })
    const visit = await me.activities.create({ kind: 'visit', dealId: deal.id, at: day('10:00') })
    expect(call).toMatchObject({ contactId: contact.id, companyId: company.id, dealId: null })
    expect(visit).toMatchObject({ contactId: contact.id, companyId: company.id, dealId: deal.id })
    const of = async (page: Promise<{ items: readonly { id: string }[] }>) => (await page).items.map(({ id }) => id)
    expect(await of(me.contacts.timeline(contact.id))).toEqual([visit.id, call.id, deal.id])
    expect(await of(me.companies.timeline(company.id))).toEqual([visit.id, call.id, deal.id])
    expect(await of(me.deals.timeline(deal.id))).toEqual([visit.id])
    expect(await of(me.teams.timeline((await me.teams.create({ name: 'East' })).id))).toEqual([])
  })

  test('a timeline shows each actor what he may see of each entity, and nobody’s customer but his', async () => {
    const { crm } = await testCrm({
      storage: await open(),
      roles: {
        clerk: {
          grants: {
            company: { scope: 'all' },
            activity: { scope: { through: ['company'] }, except: ['outcome'] },
            order: { scope: 'own' },
            deal: { scope: 'all', except: ['companyId'] },
          },
        },
      },
    })
    const boss = crm.as(admin)
    const mine = await boss.companies.create({ name: 'Mine', ownerId: 'u_a' })
    const call = await boss.activities.create({ kind: 'call', companyId: mine.id, at: day('09:00'), outcome: 'x' })
    const order = await boss.orders.create({ companyId: mine.id, placedAt: day('08:00'), currency: 'CNY' })
    await boss.deals.create({ companyId: mine.id, title: 'x' })
    const sales = crm.as({ user: 'u_a', roles: ['sales'] })
    // Orders and deals are their owners'; what was said goes with the customer.
    expect((await sales.companies.timeline(mine.id)).items.map(({ id }) => id)).toEqual([call.id])
    const clerk = crm.as({ user: 'u_adm', roles: ['clerk'] })
    const seen = await clerk.companies.timeline(mine.id, { entities: ['activity', 'order', 'deal', 'task'] })
    expect(seen.items).toMatchObject([{ id: call.id, record: { outcome: null } }, { id: order.id }])
    for (const id of [mine.id, 'nobody']) {
      const error = await errorOf(() => crm.as({ user: 'u_b', roles: ['sales'] }).companies.timeline(id))
      expect(error).toMatchObject({ code: 'NOT_FOUND', details: { path: 'id', entity: 'company' } })
    }
    expect(await errorOf(() => clerk.contacts.timeline('x'))).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('what is asked of a timeline is checked', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'Acme' })
    const refused = async (query: object) => {
      const { code, path } = await errorOf(() => me.companies.timeline(id, query))
      return [code, path]
    }
    expect(await refused({ limit: 0 })).toEqual(['INVALID', 'limit'])
    expect(await refused({ limit: 201 })).toEqual(['INVALID', 'limit'])
    expect(await refused({ entities: ['order', 'product'] })).toEqual(['INVALID', 'entities[1]'])
    expect(await refused({ kinds: ['yell'] })).toEqual(['INVALID', 'kinds[0]'])
    expect(await refused({ from: 'yesterday' })).toEqual(['INVALID', 'from'])
    expect(await refused({ nope: 1 })).toEqual(['UNKNOWN_KEY', 'nope'])
    expect(await refused({ after: 'x' })).toEqual(['CURSOR_INVALID', 'after'])
    for (let i = 0; i < 2; i++) await me.activities.create({ kind: 'note', companyId: id })
    const { next } = await me.companies.list({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
    expect(next).toBeNull()
    const page = await me.activities.list({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: 1 })
    expect(await refused({ after: page.next })).toEqual(['CURSOR_INVALID', 'after'])
  })

  test('each entity on a timeline is read by its index, in one round trip', async () => {
    const inner = await open()
    const asked: (readonly SelectQuery[])[] = []
    const storage: StorageAdapter = {
      ...inner,
      session: {
        ...inner.session,
        selectMany(queries) {
          asked.push(queries)
          return inner.session.selectMany(queries)
        },
      },
    }
    const { crm } = await testCrm({ storage })
    const boss = crm.as(admin)
    const { ids } = await boss.companies.createMany(
      Array.from({ length: 40 }, (_, i) => ({ name: `c${i}`, ownerId: 'u_a' })),
    )
    const many = Array.from({ length: 400 }, (_, i) => ({ companyId: ids[i % 40] as string, ownerId: 'u_a' }))
    const at = (i: number) => new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString()
    await boss.activities.createMany(many.map((one, i) => ({ ...one, kind: 'call' as const, at: at(i) })))
    await boss.orders.createMany(many.map((one, i) => ({ ...one, placedAt: at(i), currency: 'CNY' })))
    await boss.deals.createMany(many.map((one) => ({ ...one, title: 'x' })))
    await boss.tasks.createMany(many.map((one) => ({ ...one, title: 'x', stage: 'done' as const })))
    if (name === 'postgres') await analyze(inner)
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const entities = ['order', 'deal', 'activity', 'task'] as const
    const first = await me.companies.timeline(ids[3] as string, { entities, limit: 5 })
    await me.companies.timeline(ids[3] as string, { entities, limit: 5, after: first.next })
    expect(asked.map((queries) => queries.map(({ entity }) => entity.name))).toEqual(
      Array(2).fill(['company', ...entities]),
    )
    for (const query of asked.flat()) {
      if (query.entity.name === 'company') continue
      const { plan } = await storage.session.explain(query)
      const { timeline, plural } = query.entity
      const column = (timeline?.at.name ?? '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      expect(plan.join('\n')).toMatch(new RegExp(`(INDEX|Index Scan.* using) crm_${plural}_company_id_${column}\\b`))
      expect(plan.join('\n')).not.toMatch(new RegExp(`SCAN t0|Seq Scan on crm_${plural}\\b`))
    }
  })
})
