import type { Deal, Role } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, onBoth } from '../both.ts'
import { watch } from '../watch.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const roles: Readonly<Record<string, Role>> = {
  /** Sees what everybody's deals are about, and of his own what they come to. */
  clerk: { grants: { deal: [{ scope: 'own' }, { scope: 'all', except: ['amount'] }] } },
}

onBoth((make) => {
  test('histories are those that `history` tells of each record, in pages', async () => {
    const { crm, clock } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: '华东精工' })
    const made: Deal[] = []
    for (let n = 0; n < 5; n++) {
      made.push(await me.deals.create({ companyId, title: `d${n}`, amount: 100 * n, currency: 'CNY' }))
      await clock.advance('PT1M')
    }
    for (const { id } of made.slice(0, 3)) await me.deals.move(id, { to: 'proposal' })
    await clock.advance('PT1H')
    await me.deals.move(made[1]?.id ?? '', { to: 'won' })
    const first = await me.deals.histories({ orderBy: { title: 'desc' }, limit: 3 })
    const rest = await me.deals.histories({ orderBy: { title: 'desc' }, limit: 3, after: first.next })
    expect([first.items.length, rest.items.length, rest.next]).toEqual([3, 2, null])
    const all = [...first.items, ...rest.items]
    expect(all.map(({ record }) => record)).toEqual((await me.deals.list({ orderBy: { title: 'desc' } })).items)
    for (const { record, stays } of all) expect(stays).toEqual(await me.deals.history(record.id))
    expect(all.map(({ stays }) => stays.map(({ stage }) => stage))).toEqual([
      ['qualified'],
      ['qualified'],
      ['qualified', 'proposal'],
      ['qualified', 'proposal', 'won'],
      ['qualified', 'proposal'],
    ])
    const open = await me.deals.histories({ where: { stage: 'proposal' } })
    expect(open.items.map(({ record }) => record.title)).toEqual(['d0', 'd2'])
  })

  test('whoever may not read the amount of a deal is not told that of its stays', async () => {
    const { crm } = await testCrm({ storage: await make(), roles })
    const [me, clerk] = [crm.as(admin), crm.as({ user: 'u_c', roles: ['clerk'] })]
    const { id: companyId } = await me.companies.create({ name: '华东精工' })
    for (const ownerId of ['u_c', 'u_o'])
      await me.deals.create({ companyId, ownerId, title: ownerId, amount: 700, currency: 'CNY' })
    const { items } = await clerk.deals.histories({ orderBy: { title: 'asc' } })
    expect(items.map(({ record, stays }) => [record.title, stays.map(({ amount }) => amount)])).toEqual([
      ['u_c', [700]],
      ['u_o', [null]],
    ])
    const seller = crm.as({ user: 'u_c', roles: ['sales'] })
    expect((await seller.deals.histories({})).items.map(({ record }) => record.title)).toEqual(['u_c'])
    expect(await codeOf(() => crm.as({ user: 'u_x', roles: [] }).deals.histories({}))).toBe('FORBIDDEN')
  })

  test('two statements, however many records; none for stays where nothing was found', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: '华东精工' })
    await me.deals.createMany(Array.from({ length: 60 }, (_, n) => ({ companyId, title: `d${n}` })))
    const seen = watch(storage)
    await me.deals.histories({ limit: 50 })
    const found = seen.splice(0).length
    await me.deals.histories({ where: { title: 'none' } })
    expect([found, seen.length]).toEqual([2, 1])
  })

  test('what is no page is refused', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const { deals } = crm.as(admin)
    expect(await codeOf(() => deals.histories({ limit: 201 }))).toBe('QUERY_TOO_COMPLEX')
    expect(await codeOf(() => deals.histories({ include: { company: true } } as never))).toBe('UNKNOWN_KEY')
    expect(await codeOf(() => deals.histories({ where: { nothing: 1 } } as never))).toBe('UNKNOWN_KEY')
  })
})
