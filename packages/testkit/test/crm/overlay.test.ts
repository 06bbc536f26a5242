import { createCrm, type StorageAdapter } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test, vi } from 'vitest'
import { codeOf, onBoth } from '../both.ts'
import { onBothTwice } from '../twice.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const sales = { user: 'u_a', roles: ['sales'] }
const days = { entity: 'company', name: 'days', kind: 'integer' } as const

onBothTwice((make) => {
  const start = async () => {
    const { one, other, host } = await make()
    const first = createCrm({ storage: one })
    await first.migrate()
    return { first, second: createCrm({ storage: other }), host }
  }

  test('what one process changes the other sees at its next operation: reads', async () => {
    const { first, second } = await start()
    const [me, you] = [first.as(admin), second.as(admin)]
    const { id } = await me.companies.create({ name: 'x' })
    expect((await you.companies.get(id)).custom).toEqual({})
    await me.customFields.define({ ...days, default: 7 })
    expect((await you.companies.get(id)).custom).toEqual({ days: 7 })
    await me.customFields.define({ entity: 'company', name: 'level', kind: 'enum', values: ['low', 'high'] })
    expect(await you.companies.count({ where: { custom: { level: null } } })).toBe(1)
    await me.customFields.change({ entity: 'company', name: 'days', default: 8 })
    expect((await you.companies.list({ where: { custom: { days: 8 } } })).items.map((row) => row.id)).toEqual([id])
    await me.customFields.remove({ entity: 'company', name: 'level' })
    expect(await codeOf(() => you.companies.count({ where: { custom: { level: null } } }))).toBe('UNKNOWN_KEY')
    expect(
      await you.companies.aggregate({ groupBy: { days: 'custom.days' }, measures: { n: { fn: 'count' } } }),
    ).toEqual([{ days: 8, n: 1 }])
  })

  test('what one process changes the other sees at its next operation: writes', async () => {
    const { first, second } = await start()
    const [me, you] = [first.as(admin), second.as(admin)]
    await you.companies.create({ name: 'before' })
    await me.customFields.define(days)
    const { id } = await you.companies.create({ name: 'x', custom: { days: 3 } })
    await me.customFields.change({ ...{ entity: 'company', name: 'days' }, min: 10 })
    expect(await codeOf(() => you.companies.update(id, { custom: { days: 4 } }))).toBe('INVALID')
    await me.customFields.remove({ entity: 'company', name: 'days', purge: true })
    await me.customFields.define({ entity: 'company', name: 'days', kind: 'string', class: 'plain' })
    expect((await you.companies.update(id, { custom: { days: 'many' } })).custom).toEqual({ days: 'many' })
    expect(await you.companies.updateMany({ where: { custom: { days: 'many' } }, set: { industry: 'IT' } })).toEqual({
      count: 1,
    })
  })

  test('rights that one process takes away are gone in the other at its next operation', async () => {
    const { first, second } = await start()
    const [me, you] = [first.as(admin), second.as(sales)]
    const { id } = await you.companies.create({ name: 'x' })
    expect((await you.companies.get(id)).name).toBe('x')
    await me.policies.set({ role: 'sales', grants: { company: { scope: 'own', can: ['read'] } } })
    expect(await codeOf(() => you.companies.update(id, { name: 'y' }))).toBe('FORBIDDEN')
    expect((await you.companies.get(id)).name).toBe('x')
    await me.policies.set({ role: 'sales', grants: { company: { scope: 'none' } } })
    expect(await codeOf(() => you.companies.get(id))).toBe('FORBIDDEN')
    await me.policies.remove({ role: 'sales' })
    expect((await you.companies.update(id, { name: 'y' })).name).toBe('y')
  })

  test('a role that a tenant has made is known everywhere, and one that nobody made nowhere', async () => {
    const { first, second } = await start()
    await first.as(admin).policies.set({ role: 'intern', grants: { company: { scope: 'all', can: ['read'] } } })
    const { id } = await first.as(admin).companies.create({ name: 'x' })
    expect((await second.as({ user: 'u_i', roles: ['intern'] }).companies.get(id)).name).toBe('x')
    expect(await codeOf(() => second.as({ user: 'u_i', roles: ['nobody'] }).companies.get(id))).toBe('ROLE_UNKNOWN')
  })

  test('in a transaction what it defines itself is there, and what others define meanwhile', async () => {
    const { first, second } = await start()
    const [me, you] = [first.as(admin), second.as(admin)]
    await you.companies.count()
    const id = await me.transaction(async (tx) => {
      await tx.customFields.define(days)
      const { id } = await tx.companies.create({ name: 'x', custom: { days: 3 } })
      expect(await tx.companies.count({ where: { custom: { days: 3 } } })).toBe(1)
      return id
    })
    await you.transaction(async (tx) => {
      expect((await tx.companies.get(id)).custom).toEqual({ days: 3 })
      expect((await tx.companies.update(id, { custom: { days: 4 } })).custom).toEqual({ days: 4 })
    })
  })

  test('what was undone was never there', async () => {
    const { first } = await start()
    const me = first.as(admin)
    const undone = new Error('undone')
    await expect(
      me.transaction(async (tx) => {
        await tx.customFields.define(days)
        throw undone
      }),
    ).rejects.toBe(undone)
    expect(await codeOf(() => me.companies.create({ name: 'x', custom: { days: 3 } }))).toBe('UNKNOWN_KEY')
    // The next change has the version that was undone.
    await me.customFields.define({ entity: 'company', name: 'days', kind: 'string', class: 'plain' })
    expect((await me.companies.create({ name: 'x', custom: { days: 'three' } })).custom).toEqual({ days: 'three' })
    await me.transaction(async (tx) => {
      await expect(
        tx.transaction(async (inner) => {
          await inner.customFields.define({ entity: 'company', name: 'level', kind: 'integer' })
          throw undone
        }),
      ).rejects.toBe(undone)
      await tx.customFields.define({ entity: 'company', name: 'level', kind: 'boolean' })
      expect((await tx.companies.create({ name: 'y', custom: { level: true } })).custom.level).toBe(true)
    })
    expect(await me.companies.count({ where: { custom: { level: true } } })).toBe(1)
  })

  test('a preview of a change changes nothing', async () => {
    const { first, second } = await start()
    const preview = await first.as(admin).customFields.define(days, { dryRun: true })
    expect(preview.changes.map(({ entity, action }) => [entity, action])).toEqual([['customField', 'create']])
    for (const crm of [first, second])
      expect(await codeOf(() => crm.as(admin).companies.create({ name: 'x', custom: { days: 1 } }))).toBe('UNKNOWN_KEY')
  })

  test('in the transaction of the host, too', async () => {
    const { first, second, host } = await start()
    await second.as(admin).companies.count()
    const handle = await host()
    await handle.begin()
    const mine = second.as(admin).withTransaction(handle.handle)
    await mine.customFields.define(days)
    const { id } = await mine.companies.create({ name: 'x', custom: { days: 3 } })
    expect((await mine.companies.get(id)).custom).toEqual({ days: 3 })
    await handle.commit()
    expect((await first.as(admin).companies.get(id)).custom).toEqual({ days: 3 })
  })

  test('two who change at once both come through', async () => {
    const { first, second } = await start()
    const define = (crm: typeof first, name: string) =>
      crm.as(admin).customFields.define({ entity: 'company', name, kind: 'integer' })
    await Promise.all([define(first, 'a'), define(second, 'b'), define(first, 'c'), define(second, 'd')])
    await Promise.all([define(first, 'e'), define(second, 'f')])
    const custom = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }
    expect((await first.as(admin).companies.create({ name: 'x', custom })).custom).toEqual(custom)
    const [name] = (await second.as(admin).customFields.list({ where: { name: 'f' } })).items
    expect(name?.key).toBe('company.f')
  })
})

onBoth((make) => {
  test('tenants share neither fields nor what queries are made of', async () => {
    const { crm } = await testCrm({ storage: await make(), tenancy: 'multi' })
    const [a, b, c] = ['t_a', 't_b', 't_c'].map((tenant) => crm.as({ ...admin, tenant }))
    if (a === undefined || b === undefined || c === undefined) return
    await a.customFields.define(days)
    await b.customFields.define({ entity: 'company', name: 'days', kind: 'string', class: 'plain' })
    await a.companies.create({ name: 'x', custom: { days: 9 } })
    await a.companies.create({ name: 'x', custom: { days: 10 } })
    await b.companies.create({ name: 'x', custom: { days: '9' } })
    await b.companies.create({ name: 'x', custom: { days: '10' } })
    const sorted = async (me: typeof a) => {
      const { items } = await me.companies.list({ orderBy: { custom: { days: 'asc' } } })
      return items.map(({ custom }) => custom.days)
    }
    expect(await sorted(a)).toEqual([9, 10])
    expect(await sorted(b)).toEqual(['10', '9'])
    expect(await codeOf(() => sorted(c))).toBe('UNKNOWN_KEY')
    await a.customFields.define({ entity: 'deal', name: 'flag', kind: 'boolean' })
    await b.customFields.define({ entity: 'deal', name: 'flag', kind: 'integer' })
    for (const [me, flag] of [
      [a, true],
      [b, 1],
    ] as const) {
      const { id: companyId } = await me.companies.create({ name: 'y' })
      const { id } = await me.deals.create({ title: 'x', companyId, custom: { flag } })
      expect((await me.deals.get(id)).custom).toEqual({ flag })
    }
    expect((await c.companies.create({ name: 'x' })).custom).toEqual({})
  })

  test('a tenant without anything of his own has no row and no statement for it', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(sales)
    const seen = statements(storage)
    const { id } = await me.companies.create({ name: 'x' })
    await me.companies.get(id)
    await me.companies.count()
    expect(seen).toEqual(['begin', 'commit', 'select company', 'aggregate company'])
  })
})

/** What is asked of a storage. */
function statements(storage: StorageAdapter): string[] {
  const seen: string[] = []
  const { session } = storage
  const [select, aggregate, begin] = [
    session.select.bind(session),
    session.aggregate.bind(session),
    storage.begin.bind(storage),
  ]
  vi.spyOn(session, 'select').mockImplementation((query) => {
    seen.push(`select ${query.entity.name}`)
    return select(query)
  })
  vi.spyOn(session, 'aggregate').mockImplementation((query) => {
    seen.push(`aggregate ${query.entity.name}`)
    return aggregate(query)
  })
  vi.spyOn(storage, 'begin').mockImplementation(async (options) => {
    seen.push('begin')
    const tx = await begin(options)
    const commit = tx.commit.bind(tx)
    vi.spyOn(tx, 'commit').mockImplementation((batch) => {
      seen.push('commit')
      return commit(batch)
    })
    vi.spyOn(tx, 'select').mockImplementation(() => Promise.reject(new Error('one more select')))
    return tx
  })
  return seen
}
