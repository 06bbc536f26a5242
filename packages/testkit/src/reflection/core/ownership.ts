import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '../fixtures.ts'

const member = (me: Scope<CoreTypes>, userId: string) => me.members.create({ userId, name: userId })

/** Who may own how much, leaves and comes back. */
export const ownershipFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'ownershipCaps',
    by: false,
    input: async (_, unique) => ({ entity: 'company', userId: unique, most: 10 }),
    patch: { most: 20 },
  }),
  async 'members.handover'(me, unique) {
    const [from, to] = [await member(me, `${unique}from`), await member(me, `${unique}to`)]
    await me.companies.create({ name: unique, ownerId: from.userId })
    return { input: { from: from.userId, to: to.userId, reason: 'moved' } }
  },
  async 'members.reinstate'(me, unique) {
    const [from, to] = [await member(me, `${unique}from`), await member(me, `${unique}to`)]
    await me.members.handover({ from: from.userId, to: to.userId })
    return { id: from.id, input: {} }
  },
}
