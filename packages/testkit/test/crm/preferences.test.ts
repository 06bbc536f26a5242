import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((open) => {
  test('A5: what somebody prefers, and preferred before: each with who noted it and when', async () => {
    const { crm, clock } = await testCrm({ storage: await open() })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const { id } = await me.contacts.create({ name: '王芳' })
    await me.contacts.prefer(id, { key: 'drink', value: '美式', origin: '还来杯美式吗' })
    await me.contacts.prefer(id, { key: 'seat', value: 'window' })
    await clock.advance('P1D')
    await crm.as(admin).contacts.prefer(id, { key: 'drink', value: '拿铁' })
    expect(await me.contacts.preferences(id, { key: 'drink', current: true })).toMatchObject([{ value: '拿铁' }])
    expect(await me.contacts.preferences(id, { key: 'drink' })).toEqual([
      {
        key: 'drink',
        value: '美式',
        origin: '还来杯美式吗',
        by: 'u_a',
        at: '2026-03-16T01:00:00.000Z',
        current: false,
      },
      { key: 'drink', value: '拿铁', origin: null, by: 'u_adm', at: '2026-03-17T01:00:00.000Z', current: true },
    ])
    const drinks = async (value: string) =>
      me.contacts.count({ where: { preferences: { some: { key: 'drink', value, current: true } } } })
    expect([await drinks('拿铁'), await drinks('美式')]).toEqual([1, 0])
    const { preferences } = await me.contacts.get(id, { include: { preferences: { where: { current: true } } } })
    expect(preferences.map(({ key, value }) => [key, value]).toSorted()).toEqual([
      ['drink', '拿铁'],
      ['seat', 'window'],
    ])
  })

  test('the same once more is nothing new; null ends a preference', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({
      name: 'x',
      preferences: [{ key: 'pay', value: 'late', origin: 'call' }],
    })
    expect(await me.companies.prefer(id, { key: 'pay', value: 'late' })).toMatchObject({ version: 1 })
    expect(await me.companies.prefer(id, { key: 'x', value: null })).toMatchObject({ version: 1 })
    expect(await me.companies.prefer(id, { key: 'pay', value: null })).toMatchObject({ version: 2 })
    expect(await me.companies.preferences(id, {})).toMatchObject([
      { value: 'late', current: false },
      { value: null, current: true, by: 'u_adm' },
    ])
    expect(await me.companies.prefer(id, { key: 'pay', value: 'soon' })).toMatchObject({ version: 3 })
    const many = [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
      { key: 'b', value: '3' },
    ]
    await me.companies.update(id, { preferences: many })
    expect((await me.companies.preferences(id, { current: true })).map(({ key, value }) => `${key} ${value}`)).toEqual([
      'pay soon',
      'a 2',
      'b 3',
    ])
  })

  test('history cannot be rewritten, and has the rights of its owner', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const { id } = await me.contacts.create({ name: 'x', preferences: [{ key: 'a', value: '1' }] })
    const wrong = (preferences: unknown) => errorOf(() => me.contacts.update(id, { preferences } as {}))
    const [row] = (await me.contactPreferences.list()).items
    expect(await wrong([{ key: 'a', value: '2', id: row?.id }])).toMatchObject({
      code: 'UNKNOWN_KEY',
      path: 'preferences[0].id',
    })
    expect(await wrong({ remove: [row?.id] })).toMatchObject({ code: 'INVALID', path: 'preferences' })
    expect(await wrong([{ key: 'a', value: '2', by: 'u_b' }])).toMatchObject({ code: 'UNKNOWN_KEY' })
    expect(await wrong([{ key: 'a', value: '2', current: false }])).toMatchObject({ code: 'UNKNOWN_KEY' })
    await me.contacts.update(id, { preferences: [] })
    expect((await me.contactPreferences.list()).items).toEqual([row])
    const other = crm.as({ user: 'u_b', roles: ['sales'] })
    expect(await errorOf(() => other.contacts.preferences(id, {}))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await errorOf(() => other.contacts.prefer(id, { key: 'a', value: '2' }))).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await other.contactPreferences.count()).toBe(0)
  })

  test('two who note something at the same time leave one that is current', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ name: 'x' })
    await Promise.all(['1', '2', '3'].map((value) => me.contacts.prefer(id, { key: 'a', value })))
    expect(await me.contacts.preferences(id, {})).toHaveLength(3)
    expect(await me.contacts.preferences(id, { current: true })).toHaveLength(1)
  })
})
