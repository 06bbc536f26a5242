import type { CoreTypes, Row, Scope } from '@guanxi/core'
import { callerOf } from '../../caller.ts'
import type { Fixture, Fixtures } from '../fixtures.ts'

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

/** What a record owns, and by which field it says whose it is. */
interface Owned {
  readonly plural: string
  readonly whose: string
  /** Makes an owner with some. */
  readonly owner: (me: Me, unique: string) => Promise<string>
}

/** The reads of what a record owns. */
function readsOf({ plural, whose, owner }: Owned): Fixtures {
  const where = async (me: Me, unique: string) => ({ [whose]: await owner(me, unique) })
  const one: Fixture = async (me, unique) => {
    const page = await callerOf(me, plural)('list', { where: await where(me, unique) })
    return { id: String((page as { items: readonly Row[] }).items[0]?.id) }
  }
  return {
    [`${plural}.get`]: one,
    [`${plural}.story`]: one,
    [`${plural}.list`]: async (me, unique) => ({ input: { where: await where(me, unique) } }),
    [`${plural}.count`]: async (me, unique) => ({ input: { where: await where(me, unique) } }),
    [`${plural}.aggregate`]: async (me, unique) => ({
      input: {
        where: await where(me, unique),
        groupBy: { v: { field: 'version' } },
        measures: { n: { fn: 'count' } },
      },
    }),
    [`${plural}.explain`]: async () => ({ input: { orderBy: { createdAt: 'desc' }, limit: 5, after: null } }),
  }
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
  ...readsOf({ plural: 'contactPoints', whose: 'contactId', owner: contactId }),
  ...readsOf({ plural: 'contactTags', whose: 'contactId', owner: contactId }),
  ...readsOf({ plural: 'contactPreferences', whose: 'contactId', owner: contactId }),
  ...readsOf({ plural: 'companyPoints', whose: 'companyId', owner: companyId }),
  ...readsOf({ plural: 'companyTags', whose: 'companyId', owner: companyId }),
  ...readsOf({ plural: 'companyPreferences', whose: 'companyId', owner: companyId }),
  ...readsOf({ plural: 'dealContacts', whose: 'dealId', owner: dealId }),
  ...readsOf({ plural: 'dealTags', whose: 'dealId', owner: dealId }),
  ...readsOf({ plural: 'leadTags', whose: 'leadId', owner: leadId }),
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
