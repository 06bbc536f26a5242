import type { CoreTypes, Crm } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const sales = { user: 'u_a', roles: ['sales'] }
const read = ['read'] as const

onBoth((make) => {
  const start = async () => {
    const { crm, clock } = await testCrm({
      storage: await make(),
      roles: {
        // May change what roles may do, and has little himself.
        lead: {
          grants: { company: { scope: 'tree' }, deal: { scope: 'own', except: ['amount'] }, policy: { scope: 'all' } },
          operations: ['policies.set', 'policies.remove', 'pipelines.get'],
        },
      },
    })
    return { crm, clock }
  }

  test('F7: nobody grants himself or others more than he has', async () => {
    const { crm } = await start()
    const set = (me: ReturnType<Crm<CoreTypes>['as']>, role: string, grants: object, operations: string[] = []) =>
      me.policies.set({ role, grants, operations } as never)
    const everything = { '*': { scope: 'all' } }
    expect(await codeOf(() => set(crm.as(sales), 'sales', everything))).toBe('FORBIDDEN')
    expect(await codeOf(() => crm.as(sales).policies.create({ role: 'sales', grants: {} }))).toBe('FORBIDDEN')
    const lead = crm.as({ user: 'u_l', roles: ['lead', 'sales'] })
    const exceeded = async (grants: object, operations: string[] = []) => {
      const { code, details } = await errorOf(() => set(lead, 'sales', grants, operations))
      return code === 'GRANT_EXCEEDED' ? details.grant : code
    }
    expect(await exceeded(everything)).toBe('company read all')
    expect(await exceeded({ company: { scope: 'all', can: read } })).toBe('company read all')
    expect(await exceeded({ company: { scope: 'team', can: read } })).toBe('company read team')
    expect(await exceeded({ company: { scope: { industry: 'IT' }, can: read } })).toBe('company read where')
    expect(await exceeded({ product: { scope: 'all', can: ['read', 'update'] } })).toBe('product update all')
    expect(await exceeded({}, ['pipelines.edit'])).toBe('pipelines.edit')
    expect(await exceeded({}, ['*'])).toBe('*')
    const only = crm.as({ user: 'u_l', roles: ['lead'] })
    const amount = await errorOf(() => set(only, 'helper', { deal: { scope: 'own', can: read } }))
    expect(amount.details.grant).toBe('deal read own amount')
    await set(only, 'helper', { deal: { scope: 'own', can: read, fields: ['title'] }, company: { scope: 'own' } }, [
      'pipelines.get',
    ])
    await set(lead, 'helper', { deal: { scope: 'own', can: read }, product: { scope: 'all', can: read } })
    // To go back to what the code says would be to grant it.
    await set(crm.as(admin), 'admin', { company: { scope: 'own' } })
    expect(await codeOf(() => only.policies.remove({ role: 'admin' }))).toBe('GRANT_EXCEEDED')
    await crm.asSystem({ reason: 'locked out' }).policies.remove({ role: 'admin' })
    expect(await crm.as(admin).companies.count()).toBe(0)
  })

  test('F7: what was refused in a transaction is not in force in it', async () => {
    const { crm } = await start()
    await crm.as(admin).companies.create({ name: 'not his' })
    const lead = crm.as({ user: 'u_l', roles: ['lead'] })
    await lead.transaction(async (tx) => {
      expect(await codeOf(() => tx.policies.set({ role: 'lead', grants: { '*': { scope: 'all' } } }))).toBe(
        'GRANT_EXCEEDED',
      )
      expect(await tx.companies.count()).toBe(0)
      await tx.policies.set({ role: 'lead', grants: { company: { scope: 'own' } }, operations: [] })
      expect((await tx.companies.create({ name: 'his' })).name).toBe('his')
      expect(await tx.companies.count()).toBe(1)
    })
    expect(await codeOf(() => lead.deals.count())).toBe('FORBIDDEN')
  })

  test('F7: a change of rights is audited, and in force at the next call', async () => {
    const { crm } = await start()
    const [me, you] = [crm.as(admin), crm.as(sales)]
    const { id } = await me.companies.create({ name: 'x', phone: '+8613800000001' })
    expect(await codeOf(() => you.companies.get(id))).toBe('NOT_FOUND')
    const policy = await me.policies.set(
      { role: 'sales', grants: { company: { scope: 'all', can: ['read'], except: ['phone'] } } },
      { reason: 'holidays' },
    )
    expect((await you.companies.get(id)).phone).toBe(null)
    expect(await codeOf(() => you.companies.update(id, { name: 'y' }))).toBe('FORBIDDEN')
    await me.policies.set({ role: 'sales', grants: { company: { scope: 'all' } } })
    expect((await you.companies.get(id)).phone).not.toBe(null)
    const story = await me.policies.story(policy.id)
    expect(story.map(({ action, actor, reason }) => [action, actor, reason])).toEqual([
      ['create', 'u_adm', 'holidays'],
      ['update', 'u_adm', null],
    ])
    expect(story[1]?.changes.grants).toEqual([
      { company: { scope: 'all', can: ['read'], except: ['phone'] } },
      { company: { scope: 'all' } },
    ])
  })

  test('F7: a policy is checked as a role in code is', async () => {
    const { crm } = await start()
    const me = crm.as(admin)
    const problem = async (grants: object, operations: string[] = []) => {
      const { code, path } = await errorOf(() => me.policies.set({ role: 'sales', grants, operations } as never))
      return [code, path]
    }
    expect(await problem({ nothing: { scope: 'all' } })).toEqual(['INVALID', 'grants'])
    expect(await problem({ company: { scope: 'all', fields: ['nothing'] } })).toEqual(['INVALID', 'grants'])
    expect(await problem({ company: { scope: { nothing: 1 } } })).toEqual(['INVALID', 'grants'])
    expect(await problem({}, ['companies.nothing'])).toEqual(['INVALID', 'grants'])
    expect((await problem({ company: { scope: 'most' } }))[0]).toBe('INVALID')
    expect(await codeOf(() => me.policies.create({ role: 'sales', grants: { nothing: { scope: 'all' } } }))).toBe(
      'INVALID',
    )
    expect(await crm.as(sales).companies.count()).toBe(0)
  })

  test('F7: fields of the tenant’s own are named in grants, and hidden everywhere', async () => {
    const { crm } = await start()
    const [me, you] = [crm.as(admin), crm.as(sales)]
    await me.customFields.define({ entity: 'company', name: 'secret', kind: 'integer' })
    await me.customFields.define({ entity: 'company', name: 'open', kind: 'integer' })
    const { id } = await me.companies.create({ name: 'x', custom: { secret: 7, open: 1 } })
    await me.companies.create({ name: 'y', custom: { secret: 3, open: 2 } })
    await me.policies.set({ role: 'sales', grants: { company: { scope: 'all', except: ['custom.secret'] } } })
    expect((await you.companies.get(id)).custom).toEqual({ secret: null, open: 1 })
    expect((await you.companies.update(id, { custom: { open: 5 } })).custom).toEqual({ secret: null, open: 5 })
    expect((await me.companies.get(id)).custom).toEqual({ secret: 7, open: 5 })
    expect(await codeOf(() => you.companies.update(id, { custom: { secret: 8 } }))).toBe('FORBIDDEN')
    expect(await codeOf(() => you.companies.create({ name: 'z', custom: { secret: 8 } }))).toBe('FORBIDDEN')
    expect(await you.companies.count({ where: { custom: { secret: { gt: 0 } } } })).toBe(0)
    expect(await you.companies.count({ where: { custom: { secret: null } } })).toBe(2)
    const sorted = await you.companies.list({ orderBy: [{ custom: { secret: 'desc' } }, { name: 'asc' }] })
    expect(sorted.items.map(({ name }) => name)).toEqual(['x', 'y'])
    expect(
      await you.companies.aggregate({ groupBy: { s: 'custom.secret' }, measures: { n: { fn: 'count' } } }),
    ).toEqual([{ s: null, n: 2 }])
    const story = await you.companies.story(id)
    expect(story.flatMap(({ changes }) => Object.keys(changes)).includes('custom.secret')).toBe(false)
    expect(story.flatMap(({ changes }) => Object.keys(changes)).includes('custom.open')).toBe(true)
    const preview = await you.companies.update(id, { custom: { open: 6 } }, { dryRun: true })
    expect(preview.changes.map(({ fields }) => Object.keys(fields))).toEqual([['custom.open']])
    // A rule may speak of such a field; then it cannot be removed.
    await me.policies.set({ role: 'sales', grants: { company: { scope: { custom: { open: { gte: 5 } } } } } })
    expect((await you.companies.list()).items.map(({ name }) => name)).toEqual(['x'])
    expect(await codeOf(() => me.customFields.remove({ entity: 'company', name: 'open' }))).toBe('INVALID')
  })

  test('A18: somebody who has left sees nothing, whatever his roles', async () => {
    const { crm } = await start()
    const me = crm.as(admin)
    for (const userId of ['u_a', 'u_b']) await me.members.create({ userId, name: userId })
    for (const roles of [['sales'], ['admin']]) {
      const leaver = crm.as({ user: 'u_a', roles })
      const { id } = await leaver.companies.create({ name: 'x' })
      expect(await leaver.companies.count()).toBeGreaterThan(0)
      await me.members.handover({ from: 'u_a', to: 'u_b' })
      expect((await leaver.companies.list()).items).toEqual([])
      expect(await leaver.companies.count()).toBe(0)
      expect(await codeOf(() => leaver.companies.get(id))).toBe('NOT_FOUND')
      expect(await codeOf(() => leaver.companies.create({ name: 'y' }))).toBe('FORBIDDEN')
      expect(await codeOf(() => leaver.companies.update(id, { name: 'y' }))).toBe('FORBIDDEN')
      expect(await codeOf(() => leaver.pipelines.list({}))).toBe('FORBIDDEN')
      const [member] = (await me.members.list({ where: { userId: 'u_a' } })).items
      await me.members.reinstate(member?.id ?? '', {})
      expect((await leaver.companies.create({ name: 'z' })).name).toBe('z')
    }
  })
})
