import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'

type Types = CoreTypes & TicketsTypes
type Me = Scope<Types>

const queue = async (me: Me, unique: string) => ({
  name: unique,
  position: 1,
  when: { subject: unique },
  teamIds: [(await me.teams.create({ name: unique })).id],
  method: 'round_robin',
  skills: { fr: 2 },
  skillWait: 'PT5M',
  ownerOffline: 'keep',
})
/** A ticket that waits for somebody who speaks French. */
const waiting = async (me: Me, unique: string) => {
  await me.queues.create({ name: unique, when: { subject: unique }, skills: { fr: 2 } })
  const { id: contactId } = await me.contacts.create({ name: unique })
  return (await me.tickets.create({ subject: unique, contactId })).id
}
const agent = async (me: Me, user: string) => {
  await waiting(me, user)
  await me.routing.setAgent({ user, status: 'away', capacity: 3 })
  return user
}

/** A call that succeeds for each operation of routing. */
export const routingFixtures: Fixtures<Types> = {
  ...recordFixtures<Types>({ plural: 'queues', input: queue, patch: { method: 'least_loaded' }, by: 'name' }),
  'routing.setAgent': async (me, unique) => ({
    input: { user: await agent(me, unique), channel: 'wechat', status: 'online', capacity: 2 },
  }),
  'routing.setStatus': async () => ({ input: { channel: 'wechat', status: 'away' } }),
  'routing.skills': async (me, unique) => {
    const user = await agent(me, unique)
    await me.routing.setAgent({ user, status: 'online' })
    return { input: { user, skills: { fr: 3 } } }
  },
  'routing.agents': async (me, unique) => ({ input: { user: await agent(me, unique) } }),
  'routing.route': async (me, unique) => ({ input: { ticketId: await waiting(me, unique) } }),
  'routing.widen': async (me, unique) => ({ input: { ticketId: await waiting(me, unique) } }),
  'routing.drain': async (me, unique) => ({ input: { user: await agent(me, unique) } }),
  'routing.sort': async (me, unique) => {
    await waiting(me, unique)
    return { input: { after: '0' } }
  },
  'routing.recount': async (me, unique) => ({ input: { user: await agent(me, unique) } }),
}
