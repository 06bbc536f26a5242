import { definePipeline, field } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const sales = (user: string) => ({ user, roles: ['sales'] })
const person = {
  name: '王芳',
  companyName: '华东精工',
  title: '采购',
  phone: '+8613800000001',
  email: 'Wang@Example.com',
}

onBoth((open) => {
  test('G15: a conversion makes exactly one company, contact and deal; again it answers the same ids', async () => {
    const storage = await open()
    const { crm, clock } = await testCrm({ storage })
    const me = crm.as(sales('u_a'))
    const told: unknown[] = []
    crm.on('lead.converted', ({ recordId, data }) => told.push([recordId, data]))
    const wanted = { need: '300 个配件\nbis Mai', region: '华东', city: '上海', amount: 50_000, currency: 'CNY' }
    const lead = await me.leads.create({ ...person, ...wanted, wechat: 'wf', source: 'fair' })
    await clock.advance('P1D')
    const made = await me.leads.convert(lead.id, {})
    const { companyId, contactId, dealId } = made
    expect(made).toMatchObject({
      converted: true,
      lead: { id: lead.id, stage: 'converted', companyId, contactId, dealId },
    })
    expect(made.lead).toMatchObject({ convertedAt: '2026-03-17T01:00:00.000Z', closedAt: '2026-03-17T01:00:00.000Z' })
    expect(await me.companies.get(String(companyId))).toMatchObject({
      name: '华东精工',
      region: '华东',
      ownerId: 'u_a',
    })
    expect(await me.contacts.get(String(contactId), { include: { points: true } })).toMatchObject({
      name: '王芳',
      title: '采购',
      phone: '+8613800000001',
      email: 'wang@example.com',
      city: '上海',
      companyId,
      points: expect.arrayContaining([expect.objectContaining({ kind: 'wechat', value: 'wf' })]),
    })
    expect(await me.deals.get(String(dealId))).toMatchObject({
      title: '300 个配件',
      amount: 50_000,
      currency: 'CNY',
      companyId,
      contactId,
      stage: 'qualified',
    })
    expect(told).toEqual([[lead.id, { companyId, contactId, dealId }]])

    const again = await me.leads.convert(lead.id, { deal: false, company: { name: 'another' } })
    expect(again).toMatchObject({ companyId, contactId, dealId, converted: false })
    expect([await me.companies.count(), await me.contacts.count(), await me.deals.count()]).toEqual([1, 1, 1])
    expect((await rowsOf(storage, 'outbox')).filter(({ type }) => type === 'lead.converted')).toHaveLength(1)
    expect((await me.leads.history(lead.id)).map(({ stage }) => stage)).toEqual(['new', 'converted'])
  })

  test('G15: of parallel conversions, also with different options, one converts and all answer the same', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(sales('u_a'))
    const lead = await me.leads.create(person)
    const options = [{}, { deal: false as const }, { company: { name: 'x' } }, { deal: { title: 'y' } }, {}, {}]
    const made = await Promise.all(options.map((one) => me.leads.convert(lead.id, one)))
    expect(made.filter(({ converted }) => converted)).toHaveLength(1)
    expect(new Set(made.map(({ companyId, contactId, dealId }) => `${companyId} ${contactId} ${dealId}`)).size).toBe(1)
    expect([await me.companies.count(), await me.contacts.count()]).toEqual([1, 1])
    // Two leads of one person, at once: one contact.
    const two = await Promise.all(
      [1, 2].map(async (n) => (await me.leads.create({ name: `n${n}`, phone: '+86 138 0000 0002' })).id),
    )
    const both = await Promise.all(two.map((id) => me.leads.convert(id, { deal: false })))
    expect(both[0]?.contactId).toBe(both[1]?.contactId)
    expect(await me.contacts.count({ where: { phone: '+8613800000002' } })).toBe(1)
  })

  test('G15: a contact that is there already is used: by phone, by mail, by any point; one that is hidden is not', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const boss = crm.as(admin)
    const me = crm.as(sales('u_a'))
    const company = await me.companies.create({ name: 'Acme' })
    const known = await me.contacts.create({
      name: 'Old',
      companyId: company.id,
      points: ['+8613800000009', 'old@x.com'],
    })
    const convert = async (lead: object, options: Parameters<typeof me.leads.convert>[1] = { deal: false }) => {
      const { id } = await me.leads.create({ name: 'new', ...lead })
      const { companyId, contactId, dealId } = await me.leads.convert(id, options)
      return { companyId, contactId, dealId }
    }
    const same = { companyId: company.id, contactId: known.id, dealId: null }
    expect(await convert({ phone: '+86 138-0000-0009', companyName: 'Acme Ltd' })).toEqual(same)
    expect(await convert({ email: 'OLD@x.com' })).toEqual(same)
    expect(await me.contacts.get(known.id)).toMatchObject({ name: 'Old', version: 1 })
    const { contactId } = await convert({ phone: '+8613800000010' }, { contactId: known.id, deal: false })
    expect(contactId).toBe(known.id)

    await boss.contacts.create({ name: 'Hidden', phone: '+8613800000011', ownerId: 'u_z' })
    const fresh = await convert({ phone: '+8613800000011' })
    expect(await me.contacts.get(String(fresh.contactId))).toMatchObject({ name: 'new' })
    const other = await boss.companies.create({ name: 'Other', ownerId: 'u_z' })
    const told = async (options: Parameters<typeof me.leads.convert>[1]) => {
      const { id } = await me.leads.create({ name: 'x' })
      const { code, path, details } = await errorOf(() => me.leads.convert(id, options))
      expect(await me.leads.get(id)).toMatchObject({ stage: 'new', version: 1 })
      return { code, path, details }
    }
    expect(await told({ companyId: other.id })).toEqual(await told({ companyId: 'nobody' }))
    expect(await told({ deal: { companyId: other.id } })).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
      path: 'deal.companyId',
    })
    expect(await told({ deal: { amount: 5 } })).toMatchObject({ code: 'INVALID', path: 'deal.currency' })
    expect(await told({ company: { name: '' } })).toMatchObject({ code: 'INVALID', path: 'company.name' })
    expect(await told({ deal: { nope: 1 } as object })).toMatchObject({ code: 'UNKNOWN_KEY', path: 'deal.nope' })
  })

  test('a key that nobody knows is refused, whether a record is made of it or is there already', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'Acme' })
    const { id: contactId } = await me.contacts.create({ name: 'Li' })
    const { id } = await me.leads.create(person)
    const known = { companyId, contactId }
    const wrong = { nope: 1, version: 9, id: companyId, lifecycle: 'customer', 'name.x': 'x', custom: { x: 1 } }
    for (const [key, value] of Object.entries(wrong))
      for (const target of ['company', 'contact'])
        for (const there of [known, {}]) {
          const given = { name: 'x', [key]: value } as {}
          const { code, path } = await errorOf(() => me.leads.convert(id, { ...there, [target]: given }))
          expect([code, path], `${target} ${key}`).toEqual(['UNKNOWN_KEY', `${target}.${key}`])
        }
    const given = { name: 'x', tags: ['a'], points: ['x@example.com'] }
    const made = await me.leads.convert(id, { ...known, company: given, contact: given, deal: { stage: 'proposal' } })
    expect(made).toMatchObject({ converted: true, ...known })
    // Once it is converted, as before.
    expect(await errorOf(() => me.leads.convert(id, { company: { nope: 1 } as {} }))).toMatchObject({
      code: 'UNKNOWN_KEY',
      path: 'company.nope',
    })
  })

  test('rank 22: a field map: by name, by the map, and the host’s own fields of the same name', async () => {
    const budget = field.integer().optional()
    const { crm } = await testCrm({
      storage: await open(),
      fields: {
        lead: { budget, tier: field.enum(['gold', 'silver']).optional(), hint: field.string().optional().plain() },
        contact: { tier: field.enum(['gold', 'silver']).optional() },
        deal: { tier: field.string().optional().plain(), guess: budget },
        company: { hint: field.string().optional().plain() },
      },
    })
    const me = crm.as(admin)
    const more = { budget: 7, tier: 'gold', hint: 'h', source: 'web', city: 'Wuhan' } as const
    const { id } = await me.leads.create({ ...person, ...more })
    const map = { budget: 'deal.guess', source: 'company.industry', city: null, title: 'deal.title' }
    const { companyId, contactId, dealId } = await me.leads.convert(id, { map, contact: { birthday: '1990-01-01' } })
    expect(await me.companies.get(String(companyId))).toMatchObject({ hint: 'h', industry: 'web', city: null })
    expect(await me.contacts.get(String(contactId))).toMatchObject({
      tier: 'gold',
      city: null,
      title: null,
      birthday: '1990-01-01',
    })
    // A text is no choice of two: `tier` goes where it fits.
    expect(await me.deals.get(String(dealId))).toMatchObject({ guess: 7, title: '采购', tier: null })
    const { id: next } = await me.leads.create({ name: 'x' })
    const refused = async (given: Record<string, string>) => {
      const { code, path } = await errorOf(() => me.leads.convert(next, { map: given }))
      return [code, path]
    }
    expect(await refused({ nope: 'deal.title' })).toEqual(['INVALID', 'map.nope'])
    expect(await refused({ convertedAt: 'deal.title' })).toEqual(['INVALID', 'map.convertedAt'])
    expect(await refused({ name: 'deal.nope' })).toEqual(['INVALID', 'map.name'])
    expect(await refused({ name: 'order.total' })).toEqual(['INVALID', 'map.name'])
    expect(await refused({ name: 'contact.version' })).toEqual(['INVALID', 'map.name'])
  })

  test('a conversion asks for the actor’s own rights, and files what was said under the customer', async () => {
    const reader = { grants: { lead: { scope: 'all', can: ['read'] } }, operations: ['leads.convert'] } as const
    const mover = {
      grants: { lead: { scope: 'all', can: ['read', 'move'] }, '*': { scope: 'all', can: ['read'] } },
      operations: ['leads.convert'],
    } as const
    const { crm } = await testCrm({ storage: await open(), roles: { reader, mover } })
    const boss = crm.as(admin)
    const lead = await boss.leads.create({ ...person, ownerId: 'u_a' })
    const by = (user: string, role: string) => () => crm.as({ user, roles: [role] }).leads.convert(lead.id, {})
    expect(await codeOf(by('u_b', 'sales'))).toBe('NOT_FOUND')
    expect(await codeOf(by('u_a', 'reader'))).toBe('FORBIDDEN')
    expect(await codeOf(by('u_a', 'mover'))).toBe('FORBIDDEN')
    // A colleague has called the lead; the actor may not change what he said.
    const call = await boss.activities.create({ kind: 'call', leadId: lead.id, ownerId: 'u_b' })
    const task = await boss.tasks.create({ title: 'x', leadId: lead.id, ownerId: 'u_b' })
    const me = crm.as(sales('u_a'))
    expect(await codeOf(() => me.activities.update(call.id, { subject: 'x' }))).toBe('FORBIDDEN')
    const { companyId, contactId, dealId } = await me.leads.convert(lead.id, {})
    expect(await me.activities.get(call.id)).toMatchObject({
      companyId,
      contactId,
      dealId,
      leadId: lead.id,
      ownerId: 'u_b',
    })
    expect(await me.tasks.get(task.id)).toMatchObject({ companyId, contactId, dealId })
    const items = (await me.contacts.timeline(String(contactId))).items.map(({ entity }) => entity)
    expect(items.toSorted()).toEqual(['activity', 'deal', 'lead'])
    const { activity } = await me.activities.log({ kind: 'visit', leadId: lead.id })
    expect(activity).toMatchObject({ companyId, contactId })
  })

  test('a lead is won by its conversion alone, and stays converted', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.leads.create({ companyName: 'Acme' })
    expect(await errorOf(() => me.leads.move(id, { to: 'converted' }))).toMatchObject({
      code: 'GUARD_REFUSED',
      path: 'to',
      hint: 'Call leads.convert.',
    })
    expect(await codeOf(() => me.leads.create({ companyName: 'x', stage: 'converted' }))).toBe('GUARD_REFUSED')
    expect(await errorOf(() => me.leads.move(id, { to: 'disqualified' }))).toMatchObject({
      code: 'INVALID',
      path: 'set.disqualifiedReason',
    })
    await me.leads.move(id, { to: 'disqualified', set: { disqualifiedReason: 'too small' } })
    expect(await codeOf(() => me.leads.convert(id, {}))).toBe('TRANSITION_NOT_ALLOWED')
    await me.leads.move(id, { to: 'new' })
    const preview = await me.leads.convert(id, {}, { dryRun: true })
    expect(preview.changes.map(({ entity, action }) => `${entity} ${action}`)).toEqual([
      'company create',
      'deal create',
      'lead update',
      'lead move',
    ])
    expect(await me.companies.count()).toBe(0)
    const { contactId, companyId } = await me.leads.convert(id, {})
    expect([contactId, typeof companyId]).toEqual([null, 'string'])
    expect(await codeOf(() => me.leads.move(id, { to: 'new' }))).toBe('TRANSITION_NOT_ALLOWED')
    expect(await codeOf(() => me.leads.update(id, { convertedAt: null } as object))).toBe('UNKNOWN_KEY')
    const { id: nobody } = await me.leads.create({ externalId: 'x' })
    expect(await errorOf(() => me.leads.convert(nobody, {}))).toMatchObject({
      code: 'IDENTITY_REQUIRED',
      path: 'contact',
    })

    const stages = { fresh: {}, customer: { type: 'won' }, gone: { type: 'lost' } } as const
    const transitions = { customer: ['fresh'] } as const
    const own = await testCrm({
      storage: await open(),
      pipelines: { lead: definePipeline({ entity: 'lead', stages, transitions }) },
    })
    const host = own.crm.as(admin)
    const { id: other } = await host.leads.create({ companyName: 'x' })
    expect((await host.leads.convert(other, {})).lead.stage).toBe('customer')
    expect(await errorOf(() => host.leads.move(other, { to: 'fresh' }))).toMatchObject({
      code: 'GUARD_REFUSED',
      hint: 'A lead is converted once.',
    })
  })

  test('A19: two reps chasing one customer: the second is told whose he is, and no second record is made', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const [a, b] = [crm.as(sales('u_a')), crm.as(sales('u_b'))]
    const customer = await a.contacts.create({ name: '王芳', points: ['138 0000 0001', '+8613900000001', 'w@x.com'] })
    const conflict = { status: 'conflict', customer: 'contact', customerId: customer.id, ownedBy: 'u_a' }
    expect(await b.leads.capture({ name: 'W', phone: '13800000001' })).toEqual(conflict)
    expect(await b.leads.capture({ name: 'W', phone: '+86 139 0000 0001' })).toEqual(conflict)
    expect(await b.leads.capture({ name: 'W', email: 'W@X.com' })).toEqual(conflict)
    const firm = await a.companies.create({ name: 'Acme', phone: '021 5555 0000' })
    expect(await b.leads.capture({ companyName: 'A', phone: '02155550000' })).toEqual({
      status: 'conflict',
      customer: 'company',
      customerId: firm.id,
      ownedBy: 'u_a',
    })
    expect(await crm.as(admin).leads.count()).toBe(0)
    const made = await b.leads.capture({ name: 'W', phone: '13800000002' })
    expect(made).toMatchObject({ status: 'created', lead: { ownerId: 'u_b', stage: 'new' } })
    expect(await b.leads.capture({ name: 'only a name' })).toMatchObject({ status: 'created' })
    expect(await errorOf(() => b.leads.capture({ name: 'W', email: 'nope' }))).toMatchObject({
      code: 'INVALID',
      path: 'email',
    })
    expect(await errorOf(() => b.leads.capture({}))).toMatchObject({ code: 'IDENTITY_REQUIRED' })
    await crm.as(admin).contacts.update(customer.id, { ownerId: null })
    expect(await b.leads.capture({ name: 'W', phone: '13800000001' })).toMatchObject({ ownedBy: null })
  })

  test('A19: a lead that is nobody’s is claimed by exactly one', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const { id } = await crm.asSystem({ reason: 'web form' }).leads.create({ name: 'x' })
    const claims = await Promise.allSettled(
      ['u_a', 'u_b', 'u_c'].map((user) => crm.as({ user, roles: ['sales', 'pool'] }).leads.claim(id, {})),
    )
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
