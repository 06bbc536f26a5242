import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((open) => {
  test('rank 20: people have parts in a deal, one person several', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const [wang, li] = (await me.contacts.createMany([{ name: '王' }, { name: '李' }])).ids as [string, string]
    const people = [
      { contactId: wang, role: 'decision_maker' },
      { contactId: wang, role: 'user' },
      { contactId: li, role: 'user', primary: true },
    ]
    const { id } = await me.deals.create({ title: 'a', companyId, people })
    await me.deals.create({ title: 'b', companyId, people: [{ contactId: li, role: 'decision_maker' }] })
    const told = async () =>
      (await me.deals.get(id, { include: { people: { include: { contact: true } } } })).people.map(
        ({ contact, role, primary }) => `${contact?.name} ${role}${primary ? ' *' : ''}`,
      )
    expect(await told()).toEqual(['王 decision_maker', '王 user', '李 user *'])
    const decides = async (name: string) =>
      (
        await me.deals.list({ where: { people: { some: { role: 'decision_maker', contact: { is: { name } } } } } })
      ).items.map(({ title }) => title)
    expect([await decides('王'), await decides('李')]).toEqual([['a'], ['b']])
    const users = { dealRoles: { some: { role: 'user', deal: { is: { stage: 'qualified' } } } } } as const
    expect(await me.contacts.count({ where: users })).toBe(2)
    const { dealRoles } = await me.contacts.get(wang, { include: { dealRoles: { include: { deal: true } } } })
    expect(dealRoles.map(({ role, deal }) => [role, deal?.title])).toEqual([
      ['decision_maker', 'a'],
      ['user', 'a'],
    ])
    // The first to be asked is one.
    const added = { add: [{ contactId: wang, role: 'buyer', primary: true }] }
    expect(await me.deals.update(id, { people: added })).toMatchObject({ version: 2 })
    expect(await told()).toEqual(['王 decision_maker', '王 user', '李 user', '王 buyer *'])
    await me.deals.update(id, { people: [{ contactId: wang, role: 'buyer' }] })
    expect(await told()).toEqual(['王 buyer'])
  })

  test('a part is a person’s once, one is the first, and the person is one that the actor sees', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const hidden = (await crm.as(admin).contacts.create({ name: 'hidden' })).id
    const { id: contactId } = await me.contacts.create({ name: 'x' })
    const one = { contactId, role: 'user' }
    const create = (people: unknown) => errorOf(() => me.deals.create({ title: 'x', contactId, people } as never))
    expect(await create([one, one])).toMatchObject({ code: 'INVALID', path: 'people[1]' })
    expect(
      await create([
        { ...one, primary: true },
        { contactId, role: 'y', primary: true },
      ]),
    ).toMatchObject({
      code: 'INVALID',
      path: 'people[1].primary',
    })
    expect(await create([{ contactId: hidden, role: 'user' }])).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
      path: 'people[0].contactId',
    })
    expect(await create([{ contactId }])).toMatchObject({ code: 'INVALID', path: 'people[0].role' })
    expect(await create([{ ...one, role: '' }])).toMatchObject({ code: 'INVALID', path: 'people[0].role' })
    expect(await me.deals.count()).toBe(0)
  })
})
