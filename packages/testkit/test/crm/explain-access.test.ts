import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, onBoth } from '../both.ts'

const placedAt = '2026-03-01T00:00:00Z'
const roles = {
  own: { grants: { '*': { scope: 'own' } } },
  clerk: {
    grants: {
      deal: [
        { scope: 'all', can: ['read'], except: ['amount'] },
        { scope: { stage: 'qualified' }, can: ['read', 'update'], fields: ['title'] },
      ],
    },
    operations: ['deals.claim'],
  },
  blind: { grants: { deal: { scope: 'all', can: ['update', 'delete'] } } },
  warden: { grants: {}, operations: ['deals.explainAccess'] },
} as const

onBoth((make) => {
  test('explainAccess: rule by rule, why somebody may or may not', async () => {
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'support' })
    const { id: companyId } = await system.companies.create({ name: 'x' })
    const { id } = await system.deals.create({ title: 'd', companyId, ownerId: 'u_a', amount: 1, currency: 'CNY' })
    expect(await system.deals.explainAccess(id, { user: 'u_b', roles: ['own', 'clerk', 'pool'] })).toEqual({
      entity: 'deal',
      id,
      user: 'u_b',
      roles: ['own', 'clerk', 'pool'],
      inBin: false,
      may: { read: true, update: true, move: false, delete: false },
      rules: [
        { role: 'own', scope: 'own', gives: [], why: 'out_of_scope' },
        { role: 'clerk', scope: 'all', can: ['read'], except: ['amount'], gives: ['read'], why: 'in_scope' },
        {
          role: 'clerk',
          scope: { stage: 'qualified' },
          can: ['read', 'update'],
          fields: ['title'],
          gives: ['read', 'update'],
          why: 'in_scope',
        },
        { role: 'pool', scope: 'none', gives: [], why: 'no_grant' },
      ],
      hidden: ['amount', 'reportAmount'],
      operations: ['deals.claim'],
    })
    expect(await system.deals.explainAccess(id, { user: 'u_a', roles: ['sales'] })).toMatchObject({
      may: { read: true, update: true, move: true, delete: true },
      hidden: [],
    })
    // Who cannot read it cannot do anything to it.
    expect(await system.deals.explainAccess(id, { user: 'u_b', roles: ['blind'] })).toMatchObject({
      may: { read: false, update: false, move: false, delete: false },
      rules: [{ role: 'blind', gives: ['update', 'delete'] }],
    })
    await system.deals.delete(id)
    expect(await system.deals.explainAccess(id, { user: 'u_b', roles: ['sales'] })).toMatchObject({
      inBin: true,
      may: { read: false, update: false, move: false, delete: false },
      hidden: null,
    })
  })

  test('explainAccess says what happens: an actor who may can, and one who may not cannot', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'support' })
    const boss = await system.members.create({ userId: 'u_m', name: 'boss' })
    await system.members.create({ userId: 'u_a', name: 'a', managerId: boss.id })
    const { id } = await system.companies.create({ name: 'x', ownerId: 'u_a' })
    await system.companies.share(id, { user: 'u_c', level: 'read' })
    await system.companies.share(id, { user: 'u_d', level: 'write' })
    const people = [
      ['u_a', ['sales'], [true, true, true]],
      ['u_m', ['manager'], [true, true, true]],
      ['u_m', ['sales'], [false, false, false]],
      ['u_c', ['sales', 'shared'], [true, false, false]],
      ['u_d', ['shared'], [true, true, false]],
      ['u_x', ['admin'], [true, true, true]],
    ] as const
    const refused = async (call: Promise<unknown>) =>
      call.then(
        () => true,
        () => false,
      )
    for (const [user, names, expected] of people) {
      const { may } = await system.companies.explainAccess(id, { user, roles: names })
      expect([may.read, may.update, may.delete], `${user} ${names}`).toEqual(expected)
      const me = crm.as({ user, roles: names })
      const real = [
        await refused(me.companies.get(id)),
        await refused(me.companies.update(id, { city: 'x' }, { dryRun: true })),
        await refused(me.companies.delete(id, { dryRun: true })),
      ]
      expect(real, `${user} ${names}`).toEqual(expected)
    }
  })

  test('explainAccess tells of what a record owns as of a field', async () => {
    const own = { clerk: { grants: { order: { scope: 'all', except: ['lines'] } } } } as const
    const { crm } = await testCrm({ storage: await make(), roles: own })
    const system = crm.asSystem({ reason: 'support' })
    const { id: companyId } = await system.companies.create({ name: 'x' })
    const { id } = await system.orders.create({ companyId, placedAt, currency: 'CNY', lines: [{ unitPrice: 1 }] })
    expect((await system.orders.explainAccess(id, { user: 'u', roles: ['clerk'] })).hidden).toEqual(['lines'])
  })

  test('explainAccess is for the system and for those who are granted it', async () => {
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'support' })
    const { id: companyId } = await system.companies.create({ name: 'x' })
    const { id } = await system.deals.create({ title: 'd', companyId, ownerId: 'u_a' })
    const asked = { user: 'u_a', roles: ['sales'] }
    const as = (names: readonly string[]) => crm.as({ user: 'u', roles: names }).deals
    expect(await codeOf(() => as(['sales', 'clerk']).explainAccess(id, asked))).toBe('FORBIDDEN')
    expect((await as(['warden']).explainAccess(id, asked)).may.read).toBe(true)
    expect((await as(['admin']).explainAccess(id, asked)).may.read).toBe(true)
    expect(await codeOf(() => system.deals.explainAccess('nobody', asked))).toBe('NOT_FOUND')
    expect(await codeOf(() => system.deals.explainAccess(id, { user: 'u', roles: ['nobody'] }))).toBe('ROLE_UNKNOWN')
    expect(await codeOf(() => system.deals.explainAccess(id, { user: '', roles: [] }))).toBe('INVALID')
  })
})
