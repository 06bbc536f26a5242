import type { CoreTypes, Scope } from '@guanxi/core'
import type { Fixture, Fixtures } from '../fixtures.ts'
import { ownedFixtures } from '../owned-fixtures.ts'

type Me = Scope<CoreTypes>

/** Contact points, one as a text and one whole. */
const points = (unique: string) => [
  { kind: 'wechat', value: unique, label: 'x', primary: true } as const,
  `${unique}@example.com`,
]

/** Lists of a customer, each with something in it. */
export const listsOf = (unique: string) => ({
  points: points(unique),
  tags: [{ tag: 'a' }, unique],
  preferences: [{ key: 'drink', value: unique, origin: 'said so' }],
})

/** The same for a change. */
export const otherLists = {
  points: [{ kind: 'wechat', value: 'wx', label: 'x', primary: true }],
  tags: [{ tag: 'b' }],
  preferences: [{ key: 'drink', value: 'tea', origin: 'said so' }],
} as const

const contactId = async (me: Me, unique: string) => (await me.contacts.create(listsOf(unique))).id
const companyId = async (me: Me, unique: string) => (await me.companies.create({ name: unique, ...listsOf(unique) })).id
const leadId = async (me: Me, unique: string) => (await me.leads.create({ name: unique, tags: [unique] })).id
async function dealId(me: Me, unique: string): Promise<string> {
  const contact = await contactId(me, unique)
  const people = [{ contactId: contact, role: 'user', primary: true }]
  return (await me.deals.create({ title: unique, contactId: contact, people, tags: [unique] })).id
}

const paged: Fixture = async () => ({ input: { after: null, limit: 10 } })

/** How far a customer has come. */
const living = (plural: string, owner: typeof contactId): Fixtures => ({
  [`${plural}.lifecycle`]: async (me, unique) => ({ id: await owner(me, unique), input: {} }),
  [`${plural}.rebuildLifecycle`]: paged,
})

/** To tag, and the tags in use. */
const tagging = (plural: string, owner: typeof contactId): Fixtures => ({
  [`${plural}.tag`]: async (me, unique) => ({ id: await owner(me, unique), input: { add: ['b'], remove: [unique] } }),
  [`${plural}.tags`]: async () => ({ input: {} }),
})

/** What somebody prefers. */
const preferring = (plural: string, owner: typeof contactId): Fixtures => ({
  [`${plural}.prefer`]: async (me, unique) => ({
    id: await owner(me, unique),
    input: { key: 'drink', value: 'tea', origin: 'said so' },
  }),
  [`${plural}.preferences`]: async (me, unique) => ({
    id: await owner(me, unique),
    input: { key: 'drink', current: true },
  }),
})

/** A fixture for each operation of people that is no record operation of a record of its own. */
export const peopleFixtures: Fixtures = {
  ...ownedFixtures({ plural: 'contactPoints', whose: 'contactId', owner: contactId }),
  ...ownedFixtures({ plural: 'contactTags', whose: 'contactId', owner: contactId }),
  ...ownedFixtures({ plural: 'contactPreferences', whose: 'contactId', owner: contactId }),
  ...ownedFixtures({ plural: 'companyPoints', whose: 'companyId', owner: companyId }),
  ...ownedFixtures({ plural: 'companyTags', whose: 'companyId', owner: companyId }),
  ...ownedFixtures({ plural: 'companyPreferences', whose: 'companyId', owner: companyId }),
  ...ownedFixtures({ plural: 'dealContacts', whose: 'dealId', owner: dealId }),
  ...ownedFixtures({ plural: 'dealTags', whose: 'dealId', owner: dealId }),
  ...ownedFixtures({ plural: 'leadTags', whose: 'leadId', owner: leadId }),
  ...tagging('contacts', contactId),
  ...tagging('companies', companyId),
  ...tagging('deals', dealId),
  ...tagging('leads', leadId),
  ...preferring('contacts', contactId),
  ...preferring('companies', companyId),
  ...living('companies', companyId),
  ...living('contacts', contactId),
  'companies.normalize': paged,
  'contacts.normalize': paged,
}
