import { command, definePlugin, type PluginTypes, query, recordOf } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { onBoth } from '../both.ts'

const both = z.strictObject({
  first: z.union([recordOf('company'), z.null()]),
  all: z.array(recordOf('company')),
  count: z.int(),
  groups: z.array(z.strictObject({ first: z.nullable(recordOf('company')), all: z.array(recordOf('company')) })),
})
const operations = {
  looks: {
    all: query({ target: 'collection', summary: 'All.', input: z.strictObject({}), output: both, elevate: true }),
    own: query({ target: 'collection', summary: 'Own.', input: z.strictObject({}), output: both }),
    one: command({
      target: 'record',
      summary: 'One.',
      input: z.strictObject({}),
      output: recordOf('company'),
      elevate: true,
    }),
  },
}
interface LookTypes extends PluginTypes {
  entities: {}
  operations: typeof operations
  events: {}
}
const told = <Row>(items: readonly Row[]) => {
  const group = { first: items[0] ?? null, all: [...items] }
  return { ...group, count: items.length, groups: [group] }
}
const looks = definePlugin<LookTypes>({
  id: 'looks',
  version: '1',
  operations,
  handlers: {
    looks: {
      async all({ crm }) {
        const { items } = await crm.companies.list({ orderBy: { name: 'asc' } })
        return told(items)
      },
      async own({ crm }) {
        const { items } = await crm.companies.list({ orderBy: { name: 'asc' } })
        return told(items)
      },
      one: ({ crm }, { id }) => crm.companies.update(id, { city: 'Wuhan' }),
    },
  },
})

onBoth((open) => {
  test('the records in an answer are what the actor may see of them, also past an elevated handler', async () => {
    const { crm } = await testCrm({
      storage: await open(),
      plugins: [looks],
      roles: {
        // He may read the city of a company only if it is his, and nothing of those without an industry.
        clerk: {
          grants: {
            company: [
              { scope: { industry: { ne: null } }, can: ['read'], except: ['city', 'industry', 'ownerId'] },
              { scope: 'own', can: ['read'], except: ['industry', 'ownerId'] },
            ],
          },
          operations: ['looks.all', 'looks.own', 'looks.one'],
        },
        blind: { grants: {}, operations: ['looks.all'] },
      },
    })
    const admin = crm.asSystem({ reason: 'test' })
    const made = { industry: 'steel', city: 'Beijing' }
    const { id: own } = await admin.companies.create({ name: 'a', ...made, ownerId: 'u_a' })
    await admin.companies.create({ name: 'b', ...made, ownerId: 'u_b' })
    const { id: hidden } = await admin.companies.create({ name: 'c', city: 'Beijing', ownerId: 'u_b' })
    const me = crm.as({ user: 'u_a', roles: ['clerk'] })

    const seen = await me.looks.all({})
    expect(seen.first).toMatchObject({ name: 'a', city: 'Beijing', industry: null, ownerId: null, version: 1 })
    expect(seen.all.map(({ name, city }) => [name, city])).toEqual([
      ['a', 'Beijing'],
      ['b', null],
      [null, null],
    ])
    expect(seen.all[2]).toMatchObject({ id: hidden, version: null, createdAt: null })
    expect(seen.count).toBe(3)
    expect(seen.groups).toEqual([{ first: seen.first, all: seen.all }])
    // The rule of the city speaks of the owner, who is hidden himself.
    const mine = await me.looks.own({})
    expect(mine.all.map(({ name, city, ownerId }) => [name, city, ownerId])).toEqual([
      ['a', 'Beijing', null],
      ['b', null, null],
    ])
    expect(mine.first).toMatchObject({ id: own, city: 'Beijing' })
    expect(await me.looks.one(own, {})).toMatchObject({ name: 'a', city: 'Wuhan', industry: null })
    expect((await crm.as({ user: 'u_a', roles: ['blind'] }).looks.all({})).all.map(({ name }) => name)).toEqual([
      null,
      null,
      null,
    ])
    expect((await admin.looks.all({})).all.map(({ name, city }) => [name, city])).toEqual([
      ['a', 'Wuhan'],
      ['b', 'Beijing'],
      ['c', 'Beijing'],
    ])
  })
})
