import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '../fixtures.ts'

const lead = (unique: string) => ({
  name: unique,
  companyName: unique,
  phone: `+86${unique.replaceAll(/\D/g, '').padStart(11, '1')}`,
  need: 'x',
  amount: 100,
  currency: 'CNY',
  externalId: unique,
  pipeline: 'lead',
  stage: 'new',
  tags: [{ tag: 'a' }, unique],
})

const made = async (me: Scope<CoreTypes>, unique: string) => (await me.leads.create(lead(unique))).id

/** A fixture for each operation of leads. */
export const leadFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'leads',
    subject: true,
    owned: true,
    input: async (_, unique) => lead(unique),
    patch: { city: 'Berlin', tags: [{ tag: 'b' }] },
    relation: 'activities',
    move: 'contacted',
  }),
  'leads.convert': async (me, unique) => ({
    id: await made(me, unique),
    input: {
      companyId: (await me.companies.create({ name: unique })).id,
      contactId: (await me.contacts.create({ name: unique })).id,
      company: { name: 'x' },
      contact: { name: 'x' },
      deal: { title: 'x' },
      map: { need: 'deal.title' },
    },
  }),
  'leads.capture': async (_, unique) => ({ input: lead(unique) }),
}
