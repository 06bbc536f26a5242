import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const read = ['read'] as const

onBoth((make) => {
  test('rank 37: nobody gets more rights on a record by sharing it, with himself or with a friend', async () => {
    const roles = {
      // Keeps names right, and sees nothing else of companies.
      names: { grants: { company: { scope: 'all', can: ['read', 'update'], fields: ['name'] } } },
      // Reads all of it, and changes names.
      reader: {
        grants: {
          company: [
            { scope: 'all', can: read },
            { scope: 'all', can: ['update'], fields: ['name'] },
          ],
        },
      },
      // Changes deals, and does not move them.
      clerk: { grants: { deal: { scope: 'all', can: ['read', 'update'] }, company: { scope: 'all', can: read } } },
    } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'set up' })
    const { id } = await system.companies.create({ name: 'x', size: 5, ownerId: 'u_q' })
    const names = crm.as({ user: 'u_w', roles: ['names', 'shared'] })
    for (const user of ['u_w', 'u_friend'])
      for (const level of ['read', 'write'] as const)
        expect(await codeOf(() => names.companies.share(id, { user, level }))).toBe('FORBIDDEN')
    expect(await names.companies.get(id)).toMatchObject({ name: 'x', size: null })
    const reader = crm.as({ user: 'u_r', roles: ['reader', 'shared'] })
    expect(await codeOf(() => reader.companies.share(id, { user: 'u_r', level: 'write' }))).toBe('FORBIDDEN')
    expect(await reader.companies.share(id, { user: 'u_r', level: 'read' })).toHaveLength(1)
    expect(await codeOf(() => reader.companies.update(id, { size: 9 }))).toBe('FORBIDDEN')
    const deal = await system.deals.create({ title: 'd', companyId: id })
    const clerk = crm.as({ user: 'u_c', roles: ['clerk', 'shared'] })
    expect(await codeOf(() => clerk.deals.share(deal.id, { user: 'u_c', level: 'write' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => clerk.deals.move(deal.id, { to: 'won' }))).toBe('FORBIDDEN')
  })

  test('F7: by the condition of a grant nobody learns what he may not read', async () => {
    const hidden = ['size', 'phone', 'email', 'points', 'lifecycle'] as const
    const roles = {
      lead: {
        grants: {
          company: { scope: 'all', except: hidden },
          contact: { scope: 'own' },
          product: { scope: 'all' },
          deal: { scope: 'all', can: read, except: ['amount'] },
          policy: { scope: 'all' },
        },
        operations: ['policies.set'],
      },
    } as const
    const { crm } = await testCrm({ storage: await make(), roles, reportCurrency: 'CNY' })
    const admin = crm.as({ user: 'u_adm', roles: ['admin'] })
    await admin.customFields.define({ entity: 'company', name: 'secret', kind: 'integer' })
    const lead = crm.as({ user: 'u_l', roles: ['lead'] })
    const set = (scope: Readonly<Record<string, unknown>>) =>
      lead.policies.set({ role: 'probe', grants: { company: { scope, can: read, fields: ['name'] } } })
    const refused = async (scope: Readonly<Record<string, unknown>>) => {
      const { code, details } = await errorOf(() => set(scope))
      return code === 'GRANT_EXCEEDED' ? details.grant : code
    }
    expect(await refused({ size: { gt: 70 } })).toBe('company where company size')
    expect(await refused({ or: [{ name: 'x' }, { not: { size: 7 } }] })).toBe('company where company size')
    expect(await refused({ points: { some: { value: { startsWith: '138' } } } })).toMatch(/^company where companyPoint/)
    expect(await refused({ deals: { sum: { amount: { gt: 5 } } } })).toBe('company where deal amount')
    // What follows from a hidden field tells it.
    expect(await refused({ deals: { some: { reportAmount: { gt: 5 } } } })).toBe('company where deal reportAmount')
    // Contacts of others are hidden: that there are some, and whose they are.
    expect(await refused({ contacts: { count: { gt: 0 } } })).toBe('company where contact companyId')
    expect(await refused({ contacts: { some: { name: 'x' } } })).toBe('company where contact companyId')
    expect(await refused({ owner: { is: { name: 'x' } } })).toBe('company where member name')
    expect((await set({ name: 'x', deals: { some: { title: 'y' } }, custom: { secret: 1 } })).role).toBe('probe')
    // One who sees everything may say everything.
    const grants = { company: { scope: { size: { gt: 70 }, contacts: { some: { name: 'x' } } }, can: read } }
    expect((await admin.policies.set({ role: 'probe', grants })).role).toBe('probe')
    await admin.companies.createMany([
      { name: 'small', size: 70 },
      { name: 'large', size: 71 },
    ])
    await admin.policies.set({ role: 'probe', grants: { company: { scope: { size: { gt: 70 } }, can: read } } })
    const { items } = await crm.as({ user: 'u_p', roles: ['probe'] }).companies.list()
    expect(items.map(({ name }) => name)).toEqual(['large'])
  })

  test('F7: a grant on the engine’s own tables is one, too: a relation leads there', async () => {
    const roles = {
      lead: { grants: { company: { scope: 'own' }, policy: { scope: 'all' } }, operations: ['policies.set'] },
    } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const lead = crm.as({ user: 'u_l', roles: ['lead'] })
    const { id } = await lead.companies.create({ name: 'x' })
    await lead.companies.share(id, { user: 'u_friend', level: 'read' })
    // The types do not know the engine’s own tables.
    const shared = { where: { sharedWith: { some: { userId: 'u_friend' } } } } as object
    expect(await lead.companies.count(shared)).toBe(0)
    for (const entity of ['recordMember', 'memberReach', 'audit']) {
      const grants = { company: { scope: 'own' as const }, [entity]: { scope: 'all' as const } }
      expect(await errorOf(() => lead.policies.set({ role: 'lead', grants }))).toMatchObject({
        code: 'GRANT_EXCEEDED',
        details: { grant: `${entity} read all` },
      })
    }
    expect(await lead.companies.count(shared)).toBe(0)
  })

  test('F7: an answer is not told again to somebody whose role says less now', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const [admin, rep] = [crm.as({ user: 'u_adm', roles: ['admin'] }), crm.as({ user: 'u_a', roles: ['sales'] })]
    const { id } = await admin.companies.create({ name: 'x', phone: '+8613800000001' })
    await crm.asSystem({ reason: 'nobody’s' }).companies.update(id, { ownerId: null })
    const claim = () => rep.companies.claim(id, {}, { idempotencyKey: 'k' })
    const set = (grant: object) =>
      admin.policies.set({ role: 'sales', grants: { company: { scope: 'own', ...grant } }, operations: [name] })
    const name = 'companies.claim'
    expect((await claim()).phone).toBe('+8613800000001')
    expect((await claim()).phone).toBe('+8613800000001')
    await set({ except: ['phone', 'points'] })
    expect((await rep.companies.get(id)).phone).toBeNull()
    expect(await codeOf(claim)).toBe('IDEMPOTENCY_MISMATCH')
    // As it was, it is told as it was; what the tenant says about other roles does not matter.
    await admin.policies.remove({ role: 'sales' })
    await admin.policies.set({ role: 'other', grants: {} })
    expect((await claim()).phone).toBe('+8613800000001')
  })
})
