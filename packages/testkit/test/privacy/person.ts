import { type CoreTypes, field, type Scope, type StorageAdapter } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { Canaries } from './canaries.ts'
import { type SchoolTypes, school } from './school.ts'

interface Hobby {
  entities: { contact: { row: { readonly hobby: string | null }; create: { hobby?: string | null | undefined } } }
  operations: {}
  events: {}
}
export type Me = Scope<CoreTypes & SchoolTypes & Hobby>

/** An instance with a plugin and a field of the host's, and with roles that may do some of it. */
export async function made(storage: StorageAdapter) {
  const { crm } = await testCrm({
    storage,
    plugins: [school()],
    fields: { contact: { hobby: field.string().optional() } },
    roles: {
      /** May erase, and see hardly anything. */
      officer: { grants: { contact: { scope: 'all', can: ['read'] } }, operations: ['contacts.eraseSubject'] },
      /** May export, as far as he sees. */
      clerk: {
        grants: { contact: { scope: 'all', except: ['email'] }, order: { scope: 'all' } },
        operations: ['contacts.exportSubject'],
      },
    },
  })
  const as = (user: string, role: string): Me => crm.as({ user, roles: [role] })
  const me = as('u_adm', 'admin')
  await me.customFields.define({ entity: 'contact', name: 'faith', kind: 'string', class: 'sensitive' })
  await me.customFields.define({ entity: 'deal', name: 'whim', kind: 'text', class: 'pii' })
  return { crm, me, as }
}

/** A person with everything that can be known of him, and a canary in each of his texts. */
export async function plant(me: Me, canaries: Canaries, phones: string, others = new Canaries('others')) {
  const c = (name: string) => canaries.text(name)
  const email = canaries.email('contact.email')
  const company = await me.companies.create({ name: 'Acme' })
  const contact = await me.contacts.create(
    {
      name: c('contact.name before'),
      email,
      phone: canaries.phone('contact.phone', phones),
      externalId: c('contact.externalId'),
      title: c('contact.title'),
      address: c('contact.address'),
      city: c('contact.city'),
      region: c('contact.region'),
      hobby: c('contact.hobby'),
      allergy: c('contact.allergy'),
      custom: { faith: c('contact.custom.faith') },
      points: [{ kind: 'wechat', value: c('contactPoint.value') }],
      companyId: company.id,
    },
    { idempotencyKey: phones },
  )
  const { id: contactId } = contact
  await me.contacts.update(contactId, { name: c('contact.name') }, { reason: c('audit.reason') })
  await me.contacts.update(contactId, { city: c('contact.city after') }, { idempotencyKey: `welcome ${email}` })
  await me.contacts.update(contactId, { ownerId: 'u_other' }, { reason: c('ownershipChange.reason') })
  const said = { value: c('contactPreference.value'), origin: c('contactPreference.origin') }
  await me.contacts.prefer(contactId, { key: 'drink', ...said })
  const deal = await me.deals.create({
    contactId,
    title: c('deal.title'),
    custom: { whim: c('deal.custom.whim') },
    currency: 'CNY',
    lines: [{ unitPrice: 5, description: c('dealLine.description') }],
  })
  await me.deals.move(deal.id, { to: 'lost', set: { lostReason: c('deal.lostReason') } })
  const order = await me.orders.create({
    contactId,
    currency: 'CNY',
    placedAt: '2026-01-01T00:00:00Z',
    lines: [{ unitPrice: 700, description: c('orderLine.description') }],
  })
  await me.refunds.create({ orderId: order.id, amount: 1, at: '2026-02-01T00:00:00Z', reason: c('refund.reason') })
  await me.activities.create({
    contactId,
    kind: 'note',
    at: '2026-01-01T00:00:00Z',
    subject: c('activity.subject'),
    body: c('activity.body'),
    outcome: c('activity.outcome'),
  })
  await me.activities.create({
    dealId: deal.id,
    kind: 'call',
    at: '2026-01-01T00:00:00Z',
    nextStep: c('activity.nextStep'),
  })
  const task = await me.tasks.create({ contactId, title: c('task.title'), body: c('task.body') })
  await me.tasks.complete(task.id, { outcome: c('task.outcome') })
  const lead = await me.leads.create({
    name: c('lead.name'),
    title: c('lead.title'),
    phone: canaries.phone('lead.phone', phones),
    email: canaries.email('lead.email'),
    wechat: c('lead.wechat'),
    need: c('lead.need'),
    region: c('lead.region'),
    city: c('lead.city'),
    externalId: c('lead.externalId'),
    disqualifiedReason: c('lead.disqualifiedReason'),
  })
  await me.activities.create({
    leadId: lead.id,
    kind: 'chat',
    at: '2026-01-01T00:00:00Z',
    body: c('activity.body of a lead'),
  })
  await me.leads.convert(lead.id, { contactId, deal: false })
  const gone = await me.deals.create({ contactId, companyId: company.id, title: c('deal.title in the bin') })
  await me.deals.delete(gone.id)
  const student = await me.students.create({
    contactId,
    nick: c('student.nick'),
    code: c('student.code'),
    grades: { maths: c('student.grades') },
  })
  const { id: authorId } = await me.members.create({ userId: phones, name: 'A teacher' })
  await me.reports.create({ studentId: student.id, authorId, text: c('report.text') })
  // Said by somebody else about the same deal.
  const other = await me.contacts.create({ name: 'Somebody else' })
  const body = others.text('activity.body of another')
  await me.activities.create({ dealId: deal.id, contactId: other.id, kind: 'call', at: '2026-01-01T00:00:00Z', body })
  return { contactId, companyId: company.id, dealId: deal.id, orderId: order.id }
}
