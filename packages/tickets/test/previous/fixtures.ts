import type { CoreTypes } from '@guanxi/core'
import type { Fixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'

export const previousFixtures: Fixtures<CoreTypes & TicketsTypes> = {
  'tickets.context': async (me, unique) => {
    const contactId = (await me.contacts.create({ name: unique })).id
    const ticket = { subject: unique, contactId, ownerId: 'u_a' }
    await me.tickets.solve((await me.tickets.create(ticket)).id, { resolution: '已补发' })
    return { id: (await me.tickets.create(ticket)).id, input: { limit: 3 } }
  },
}
