import type { CoreTypes, Scope } from '@guanxi/core'
import type { Fixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'

type Types = CoreTypes & TicketsTypes

const ticketId = async (me: Scope<Types>, subject: string) => {
  const contactId = (await me.contacts.create({ name: subject })).id
  return (await me.tickets.create({ subject, contactId })).id
}

/** A ticket that somebody is at, and writes about. */
export async function attended(me: Scope<Types>, unique: string): Promise<void> {
  const id = await ticketId(me, unique)
  await me.tickets.presence(id, { mode: 'replying' })
  await me.tickets.draft(id, { body: '您好' })
}

export const presenceFixtures: Fixtures<Types> = {
  'tickets.presence': async (me, unique) => ({
    id: await ticketId(me, unique),
    input: { mode: 'replying', ttl: 60 },
  }),
  'tickets.present': async (me, unique) => ({ id: await ticketId(me, unique), input: {} }),
  'tickets.draft': async (me, unique) => ({ id: await ticketId(me, unique), input: { body: '您好', after: 'm_1' } }),
  'tickets.drafted': async (me, unique) => {
    const id = await ticketId(me, unique)
    await me.tickets.draft(id, { body: '您好' })
    return { id, input: {} }
  },
}
