import { createCrm, type Grant, type Role } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, onBoth } from '../both.ts'

const read = (scope: Grant['scope']): Grant => ({ scope, can: ['read'] })

onBoth((open) => {
  test('records that go with others are read, counted and changed with them, at one remove and at several', async () => {
    const { crm } = await testCrm({
      storage: await open(),
      roles: {
        // What goes with a contact goes with his company too.
        clerk: {
          grants: {
            company: { scope: 'own' },
            contact: { scope: { through: ['company'] } },
            activity: { scope: { through: ['contact'] }, except: ['outcome'] },
          },
        },
      },
    })
    const boss = crm.as({ user: 'u_adm', roles: ['admin'] })
    const made = async (ownerId: string) => {
      const { id: companyId } = await boss.companies.create({ name: ownerId, ownerId })
      const { id: contactId } = await boss.contacts.create({ name: ownerId, companyId, ownerId: 'u_x' })
      const { id } = await boss.activities.create({ kind: 'call', contactId, outcome: 'x', subject: ownerId })
      return { companyId, contactId, id }
    }
    const [mine, other] = [await made('u_a'), await made('u_b')]
    const me = crm.as({ user: 'u_a', roles: ['clerk'] })
    expect(await me.activities.list()).toMatchObject({ items: [{ id: mine.id, outcome: null }] })
    expect([await me.activities.count(), await me.contacts.count()]).toEqual([1, 1])
    expect(await codeOf(() => me.activities.get(other.id))).toBe('NOT_FOUND')
    expect(await me.activities.update(mine.id, { subject: 'y' })).toMatchObject({ subject: 'y' })
    // It must go with a record that he sees afterwards, too.
    expect(await codeOf(() => me.activities.update(mine.id, { contactId: null }))).toBe('FORBIDDEN')
    expect(await codeOf(() => me.activities.update(mine.id, { outcome: 'y' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => me.activities.create({ kind: 'call', companyId: mine.companyId }))).toBe('FORBIDDEN')
    const own = await me.activities.create({ kind: 'call', contactId: mine.contactId })
    expect(own).toMatchObject({ ownerId: 'u_a', outcome: null })
    await boss.companies.delete(mine.companyId)
    expect(await me.activities.count()).toBe(0)
  })

  test('a grant for all entities goes where there is such a relation; a way round leads nowhere', async () => {
    const { crm } = await testCrm({
      storage: await open(),
      roles: {
        all: { grants: { company: { scope: 'own' }, '*': { scope: { through: ['company'] } } } },
        // Each with the other: nobody sees any of them by that alone.
        round: {
          grants: {
            team: [read({ through: ['parent'] }), read({ name: 'root' })],
            member: read({ through: ['manager'] }),
          },
        },
      },
    })
    const boss = crm.as({ user: 'u_adm', roles: ['admin'] })
    const { id: companyId } = await boss.companies.create({ name: 'x', ownerId: 'u_a' })
    await boss.deals.create({ companyId, title: 'x' })
    await boss.orders.create({ companyId, placedAt: '2026-03-01T00:00:00Z', currency: 'CNY' })
    await boss.teams.create({ name: 'East' })
    const me = crm.as({ user: 'u_a', roles: ['all'] })
    expect([await me.deals.count(), await me.orders.count()]).toEqual([1, 1])
    expect(await codeOf(() => me.teams.count())).toBe('FORBIDDEN')
    const { id: root } = await boss.teams.create({ name: 'root' })
    const { id: parentId } = await boss.teams.create({ name: 'child', parentId: root })
    await boss.teams.create({ name: 'grandchild', parentId })
    const { id: managerId } = await boss.members.create({ userId: 'u_1', name: 'x' })
    await boss.members.create({ userId: 'u_2', name: 'y', managerId })
    const round = crm.as({ user: 'u_a', roles: ['round'] })
    expect((await round.teams.list({ orderBy: { name: 'asc' } })).items.map(({ name }) => name)).toEqual([
      'child',
      'root',
    ])
    expect(await codeOf(() => round.members.count())).toBe('FORBIDDEN')
  })
})

test('a role that goes with what does not exist is refused when the instance is made', async () => {
  const make = (grants: Role['grants']) => createCrm({ storage: sqlite(':memory:'), roles: { clerk: { grants } } })
  const refused = async (grants: Role['grants']) => codeOf(() => make(grants))
  expect(await refused({ deal: { scope: { through: ['owner', 'compny'] } } })).toBe('ROLE_INVALID')
  expect(await refused({ company: { scope: { through: ['deals'] } } })).toBe('ROLE_INVALID')
  expect(await refused({ deal: { scope: { through: ['company'], title: 'x' } } })).toBe('ROLE_INVALID')
  expect(await refused({ '*': { scope: { through: ['nobody'] } } })).toBe('ROLE_INVALID')
  expect(make({ '*': { scope: { through: ['company'] } } })).toHaveProperty('as')
})
