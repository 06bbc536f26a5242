import { definePlugin, type PluginTypes, query, type StorageAdapter } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { onBoth } from '../both.ts'

const one = () =>
  query({ target: 'collection', summary: 'Counts.', input: z.strictObject({}), output: z.array(z.int()) })
const operations = { counts: { both: one(), left: one() } }
interface CountTypes extends PluginTypes {
  entities: {}
  operations: typeof operations
  events: {}
}
const counts = definePlugin<CountTypes>({
  id: 'counts',
  version: '1',
  operations,
  handlers: {
    counts: {
      both: ({ crm }) => Promise.all([crm.companies.count(), crm.contacts.count()]),
      async left({ crm }) {
        void crm.companies.count()
        return []
      },
    },
  },
})

/** A storage that counts what it is asked at the same time. */
function watched(storage: StorageAdapter) {
  const seen = { asked: 0, now: 0, most: 0 }
  const watching: StorageAdapter = {
    ...storage,
    session: {
      ...storage.session,
      async aggregate(query) {
        seen.asked++
        seen.most = Math.max(seen.most, ++seen.now)
        // The other one has the time to come.
        await new Promise((resolve) => setTimeout(resolve, 20))
        try {
          return await storage.session.aggregate(query)
        } finally {
          seen.now--
        }
      },
    },
  }
  return { seen, watching }
}

onBoth((make) => {
  test('a query that asks for two things at once gets them at once, but in a transaction one after the other', async () => {
    const { seen, watching } = watched(await make())
    const { crm } = await testCrm({ storage: watching, plugins: [counts] })
    const me = crm.as({ user: 'u_adm', roles: ['admin'] })
    expect(await me.counts.both({})).toEqual([0, 0])
    expect(seen).toEqual({ asked: 2, now: 0, most: 2 })
    expect(await me.transaction((tx) => tx.counts.both({}))).toEqual([0, 0])
    expect(seen.most).toBe(2)
  })

  test('what a query did not wait for is done before it has answered', async () => {
    const { seen, watching } = watched(await make())
    const { crm } = await testCrm({ storage: watching, plugins: [counts] })
    await crm.as({ user: 'u_adm', roles: ['admin'] }).counts.left({})
    expect(seen).toEqual({ asked: 1, now: 0, most: 1 })
  })
})
