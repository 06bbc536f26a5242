import { field } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
/** Department East: what one of them looks after, the others read. */
const rep = {
  grants: {
    '*': { scope: 'team' },
    activity: [
      { scope: 'own', can: ['create', 'update', 'delete'] },
      { scope: { through: ['company', 'contact', 'deal', 'lead'] }, can: ['read'] },
    ],
    member: { scope: 'all', can: ['read'] },
    team: { scope: 'all', can: ['read'] },
  },
  operations: ['activities.log', 'tasks.agenda'],
} as const

onBoth((open) => {
  test('A10: a colleague sees what was agreed, and is warned when he opens outreach the same day', async () => {
    const { crm, clock } = await testCrm({ storage: await open(), roles: { rep } })
    const boss = crm.as(admin)
    const [east, north] = [await boss.teams.create({ name: 'East' }), await boss.teams.create({ name: 'North' })]
    for (const userId of ['u_a', 'u_b']) await boss.members.create({ userId, name: userId, teamId: east.id })
    await boss.members.create({ userId: 'u_n', name: 'u_n', teamId: north.id })
    const as = (user: string) => crm.as({ user, roles: ['rep'] })
    const { id: companyId } = await as('u_a').companies.create({ name: '华东精工' })
    const note = await as('u_a').activities.log({
      kind: 'note',
      companyId,
      body: '客户希望下周看样品',
      nextStep: '看样品',
      nextStepOn: '2026-03-23',
    })
    expect(note.warnings).toEqual([])
    await clock.advance('PT2H')

    const seen = await as('u_b').companies.timeline(companyId)
    expect(seen.items).toMatchObject([
      { id: note.activity.id, record: { nextStep: '看样品', nextStepOn: '2026-03-23' } },
    ])
    const outreach = await as('u_b').activities.log({ kind: 'call', companyId })
    expect(outreach.activity).toMatchObject({ kind: 'call', ownerId: 'u_b', at: '2026-03-16T03:00:00.000Z' })
    expect(outreach.warnings).toEqual([{ code: 'recent_contact', by: 'u_a', at: '2026-03-16T01:00:00.000Z' }])
    // The other department does not know the customer, nor that anybody is in touch with him.
    expect(await errorOf(() => as('u_n').activities.log({ kind: 'call', companyId }))).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
      path: 'companyId',
    })

    // One's own contacts warn of nothing; those of several colleagues are named each once, the latest first.
    await as('u_b').activities.log({ kind: 'email', companyId })
    await clock.advance('PT1H')
    const boss2 = await boss.activities.log({ kind: 'visit', companyId })
    expect(boss2.warnings.map(({ by, at }) => [by, at])).toEqual([
      ['u_b', '2026-03-16T03:00:00.000Z'],
      ['u_a', '2026-03-16T01:00:00.000Z'],
    ])
    await clock.advance('P7D')
    expect((await as('u_a').activities.log({ kind: 'call', companyId })).warnings).toEqual([])
  })

  test('A10: how long a contact counts as recent is the host’s to say', async () => {
    const { crm, clock } = await testCrm({ storage: await open(), recentContact: 'PT1H' })
    const [me, other] = [crm.as(admin), crm.as({ user: 'u_2', roles: ['admin'] })]
    const { id: contactId } = await me.contacts.create({ name: '王芳' })
    await me.activities.log({ kind: 'call', contactId })
    await clock.advance('PT59M')
    expect((await other.activities.log({ kind: 'call', contactId })).warnings).toMatchObject([{ by: 'u_adm' }])
    await clock.advance('PT1M')
    expect((await other.activities.log({ kind: 'call', contactId })).warnings).toEqual([])
    const bad = testCrm({ storage: await open(), recentContact: 'a week' })
    await expect(bad).rejects.toMatchObject({ code: 'INVALID', path: 'recentContact' })
  })

  test('G20: communications inherit the scope of their participants, and nothing else opens them', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const boss = crm.as(admin)
    const as = (user: string) => crm.as({ user, roles: ['sales'] })
    const { id: companyId } = await boss.companies.create({ name: 'x', ownerId: 'u_a' })
    const { id: contactId } = await boss.contacts.create({ name: 'y', companyId, ownerId: 'u_b' })
    const call = await boss.activities.create({ kind: 'call', contactId, ownerId: 'u_c' })
    expect(call).toMatchObject({ companyId, contactId })
    // Through the company, through the contact; and not by having made the call.
    expect(await as('u_a').activities.get(call.id)).toMatchObject({ kind: 'call' })
    expect(await as('u_b').activities.get(call.id)).toMatchObject({ kind: 'call' })
    expect(await codeOf(() => as('u_c').activities.get(call.id))).toBe('NOT_FOUND')
    expect(await as('u_c').activities.count()).toBe(0)
    expect(await as('u_a').activities.count({ where: { contact: { is: { name: 'y' } } } })).toBe(0)
    // Others' words are not his to change.
    expect(await codeOf(() => as('u_a').activities.update(call.id, { subject: 'x' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => as('u_a').activities.delete(call.id))).toBe('FORBIDDEN')
    const own = (await as('u_a').activities.log({ kind: 'note', companyId })).activity
    expect(await as('u_a').activities.update(own.id, { subject: 'mine' })).toMatchObject({ subject: 'mine' })
    await boss.companies.update(companyId, { ownerId: 'u_z' })
    expect(await codeOf(() => as('u_a').activities.get(own.id))).toBe('NOT_FOUND')
  })

  test('the company of a contact is filled in, also where the actor sees the contact alone', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const boss = crm.as(admin)
    const company = await boss.companies.create({ name: 'x', ownerId: 'u_z' })
    const other = await boss.companies.create({ name: 'other', ownerId: 'u_z' })
    const contact = await boss.contacts.create({ name: 'y', companyId: company.id, ownerId: 'u_a' })
    const elsewhere = await boss.contacts.create({ name: 'z', companyId: other.id, ownerId: 'u_a' })
    const lonely = await boss.contacts.create({ name: 'w', ownerId: 'u_a' })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const { activity } = await me.activities.log({ kind: 'call', contactId: contact.id })
    expect(activity).toMatchObject({ contactId: contact.id, companyId: company.id })
    expect((await crm.as({ user: 'u_z', roles: ['sales'] }).companies.timeline(company.id)).items).toHaveLength(1)
    // To give the company is another matter: it must be seen.
    expect(await codeOf(() => me.activities.log({ kind: 'call', contactId: contact.id, companyId: other.id }))).toBe(
      'REFERENCE_NOT_FOUND',
    )
    expect(
      (await me.activities.log({ kind: 'call', contactId: contact.id, companyId: null })).activity.companyId,
    ).toBeNull()
    expect(await me.activities.update(activity.id, { contactId: elsewhere.id })).toMatchObject({ companyId: other.id })
    expect((await me.activities.log({ kind: 'call', contactId: lonely.id })).activity.companyId).toBeNull()
    // A hidden contact is told from none by nothing.
    const hidden = await boss.contacts.create({ name: 'h', companyId: company.id, ownerId: 'u_z' })
    const told = async (contactId: string) => {
      const { code, path, details } = await errorOf(() => me.activities.log({ kind: 'call', contactId }))
      return [code, path, details]
    }
    expect(await told(hidden.id)).toEqual(await told('nobody'))
    const { ids } = await boss.activities.createMany(
      [contact.id, elsewhere.id, lonely.id].map((contactId) => ({ kind: 'email' as const, contactId })),
    )
    const made = await boss.activities.list({ where: { id: { in: ids } }, orderBy: { id: 'asc' } })
    expect(made.items.map(({ companyId }) => companyId)).toEqual([company.id, other.id, null])
  })

  test('an activity is with somebody and of a kind, and takes what the host has added', async () => {
    const mood = field.enum(['good', 'bad']).optional()
    const { crm } = await testCrm({ storage: await open(), fields: { activity: { mood } } })
    const me = crm.as(admin)
    const refused = async (input: object) => {
      const { code, path } = await errorOf(() => me.activities.log(input as { kind: 'call' }))
      return [code, path]
    }
    expect(await refused({ kind: 'call' })).toEqual(['IDENTITY_REQUIRED', 'companyId'])
    expect(await refused({})).toEqual(['INVALID', 'kind'])
    expect(await refused([])).toEqual(['INVALID', ''])
    const { id: companyId } = await me.companies.create({ name: 'x' })
    expect(await refused({ kind: 'call', companyId, mood: 'fine' })).toEqual(['INVALID', 'mood'])
    expect(await refused({ kind: 'call', companyId, nope: 1 })).toEqual(['UNKNOWN_KEY', 'nope'])
    // @ts-expect-error no such mood
    await me.activities.log({ kind: 'call', companyId, mood: 'fine' }).catch(() => undefined)
    const { activity } = await me.activities.log({ kind: 'call', companyId, mood: 'good' })
    const told: 'good' | 'bad' | null = activity.mood
    expect(told).toBe('good')
    expect(await me.activities.count()).toBe(1)
    expect(await me.activities.log({ kind: 'call', companyId }, { dryRun: true })).toMatchObject({
      changes: [{ entity: 'activity', action: 'create' }],
    })
  })
})
