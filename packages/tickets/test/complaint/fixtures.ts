import type { CoreTypes } from '@guanxi/core'
import type { Fixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'

export const complaintFixtures: Fixtures<CoreTypes & TicketsTypes> = {
  'tickets.tellSales': async (me, unique) => {
    const contactId = (await me.contacts.create({ name: unique })).id
    return { id: (await me.tickets.create({ subject: unique, type: 'complaint', contactId })).id, input: {} }
  },
}
